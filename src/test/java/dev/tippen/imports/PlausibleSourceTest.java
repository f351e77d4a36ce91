package dev.tippen.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class PlausibleSourceTest {
  /// As the program's own documentation shows them.
  public static final Map<String, String> EXPORT =
      Map.of(
          "imported_visitors_20230209_20230210.csv",
          """
          "date","visitors","pageviews","bounces","visits","visit_duration"
          "2023-02-09",10,30,4,12,1200
          "2023-02-10",7,9,5,7,70
          """,
          "imported_sources_20230209_20230210.csv",
          """
          "date","source","referrer","utm_source","utm_medium","utm_campaign","utm_content","utm_term","pageviews","visitors","visits","visit_duration","bounces"
          "2023-02-09","Google","","","","","","",20,6,8,900,2
          "2023-02-09","Google","","ads","cpc","","","",5,2,2,100,1
          "2023-02-10","","","","","","","",9,7,7,70,5
          """,
          "imported_pages_20230209_20230210.csv",
          """
          "date","hostname","page","visits","visitors","pageviews"
          "2023-02-09","shop.example","/",8,8,9
          """,
          "imported_entry_pages_20230209_20230210.csv",
          """
          "date","entry_page","visitors","entrances","visit_duration","bounces","pageviews"
          "2023-02-09","/",8,9,922,2,17
          """,
          "imported_browsers_20230209_20230210.csv",
          """
          "date","browser","browser_version","visitors","visits","visit_duration","bounces","pageviews"
          "2023-02-09","Chrome","109.0",5,6,512,2,10
          "2023-02-09","Chrome","108.0",2,3,47,2,6
          """,
          "imported_custom_events_20230209_20230210.csv",
          """
          "date","name","link_url","path","visitors","events"
          "2023-02-09","Signup","","",3,4
          """,
          "imported_custom_props_20230209_20230210.csv",
          """
          "date","property","value","visitors","events"
          "2023-02-09","position","hero",2,4
          """);

  @TempDir Path folder;

  @Test
  void eachTableBecomesFiguresOfDays() throws IOException {
    List<JsonNode> rows =
        Rows.of(Sources.plausible(Zips.of(folder.resolve("plausible.zip"), EXPORT)));
    assertEquals(10, rows.size(), rows.toString());
    assertEquals(
        "{\"type\":\"day\",\"date\":\"2023-02-09\",\"visitors\":\"10\",\"visits\":\"12\","
            + "\"pageViews\":\"30\",\"bounces\":\"4\",\"visitSeconds\":\"1200\"}",
        rows.getFirst().toString());
    assertTrue(
        rows.toString()
            .contains(
                "{\"type\":\"day\",\"date\":\"2023-02-09\",\"dimensions\":{\"source\":\"Google\","
                    + "\"utm_source\":\"ads\",\"utm_medium\":\"cpc\"},\"visitors\":\"2\""),
        rows.toString());
    assertTrue(
        rows.toString()
            .contains("\"dimensions\":{\"entry_page\":\"/\"},\"visitors\":\"8\",\"visits\":\"9\""),
        rows.toString());
  }

  @Test
  void aFolderIsReadAsItsZip() throws IOException {
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    for (Map.Entry<String, String> e : EXPORT.entrySet()) {
      Files.writeString(unpacked.resolve(e.getKey()), e.getValue());
    }
    assertEquals(
        Rows.of(Sources.plausible(Zips.of(folder.resolve("plausible.zip"), EXPORT))),
        Rows.of(Sources.plausible(unpacked)));
  }

  @Test
  void whatHoldsNoSuchFilesIsRefused() throws IOException {
    Path zip = Zips.of(folder.resolve("other.zip"), Map.of("website_event.csv", "x"));
    assertThrows(SourceException.class, () -> Sources.plausible(zip));
  }
}
