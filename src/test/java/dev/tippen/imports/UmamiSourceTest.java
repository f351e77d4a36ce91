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

class UmamiSourceTest {
  static final String HEAD =
      "website_id,session_id,visit_id,event_id,hostname,browser,os,device,screen,language,country,"
          + "region,city,url_path,url_query,utm_source,utm_medium,utm_campaign,utm_content,utm_term,"
          + "referrer_path,referrer_query,referrer_domain,page_title,gclid,fbclid,msclkid,ttclid,"
          + "li_fat_id,twclid,event_type,event_name,tag,distinct_id,created_at,job_id\n";
  static final String VIEW =
      "w,s1,vi1,e1,shop.example,chrome,Mac OS,laptop,1440x900,en-US,DE,DE-BE,Berlin,/pricing,"
          + "plan=pro,news,email,spring,,,/,,www.google.com,\"Pricing, and \"\"more\"\"\",g1,,,,,,"
          + "1,,,,2024-05-01 10:00:00,\n";
  static final String SIGN_UP =
      "w,s1,vi1,e2,shop.example,chrome,Mac OS,laptop,1440x900,en-US,DE,DE-BE,Berlin,/pricing,"
          + ",,,,,,,,,,,,,,,,2,signup,,,2024-05-01 10:01:00,\n";

  @TempDir Path folder;

  private List<JsonNode> rows(Path source) throws IOException {
    return Rows.of(Sources.umami(source, folder));
  }

  private Path csv(String text) throws IOException {
    Path file = folder.resolve("website_event.csv");
    Files.writeString(file, text);
    return file;
  }

  @Test
  void aPageViewHasAllThatUmamiKnows() throws IOException {
    JsonNode row = rows(csv(HEAD + VIEW)).getFirst();
    assertEquals(
        """
        {"time":"2024-05-01 10:00:00","visitorId":"umami_s1","eventId":"umami-e1",\
        "url":"https://shop.example/pricing?plan=pro&utm_source=news&utm_medium=email&utm_campaign=spring&gclid=g1",\
        "referrer":"https://www.google.com/","title":"Pricing, and \\"more\\"","website":"shop.example",\
        "screen":"1440x900","language":"en-US","country":"DE","region":"DE-BE","city":"Berlin",\
        "browser":"Chrome","device":"desktop","system":"macOS"}\
        """,
        row.toString());
  }

  @Test
  void columnsCountByNameNotByPlace() throws IOException {
    JsonNode row =
        rows(csv("created_at,event_type,URL_PATH,session_id\n2024-05-01 10:00:00,1,/a,s9\n"))
            .getFirst();
    assertEquals("umami_s9", row.get("visitorId").asText());
    assertEquals("/a", row.get("url").asText());
  }

  @Test
  void aFileWithoutTheColumnsIsRefusedByName() throws IOException {
    Path wrong = csv("date,visitors\n2024-05-01,3\n");
    SourceException e = assertThrows(SourceException.class, () -> rows(wrong));
    assertTrue(String.valueOf(e.getMessage()).contains("no column session_id"), e.getMessage());
  }

  @Test
  void theExportsZipBringsPropertiesOfCustomEvents() throws IOException {
    Path zip =
        Zips.of(
            folder.resolve("export.zip"),
            Map.of(
                "export/website_event.csv",
                HEAD + VIEW + SIGN_UP,
                "export/event_data.csv",
                """
                website_id,session_id,event_id,url_path,event_name,data_key,string_value,number_value,date_value,data_type,created_at,job_id
                w,s1,e2,/pricing,signup,plan,pro,,,1,2024-05-01 10:01:00,
                w,s1,e2,/pricing,signup,seats,3.0000,3.0000,,2,2024-05-01 10:01:00,
                w,s1,e2,/pricing,signup,trial,true,,,3,2024-05-01 10:01:00,
                """,
                "export/session_data.csv",
                ""));
    List<JsonNode> rows = rows(zip);
    assertEquals(2, rows.size());
    assertEquals("signup", rows.get(1).get("event").asText());
    assertEquals(
        "{\"plan\":\"pro\",\"seats\":3,\"trial\":true}", rows.get(1).get("properties").toString());
  }

  @Test
  void anEmptyFileOfPropertiesIsNone() throws IOException {
    Path zip =
        Zips.of(
            folder.resolve("export.zip"),
            Map.of("website_event.csv", HEAD + SIGN_UP, "event_data.csv", ""));
    assertEquals("signup", rows(zip).getFirst().get("event").asText());
  }

  @Test
  void rowsOfOtherKindsAreSkippedRows() throws IOException {
    List<JsonNode> rows = rows(csv(HEAD + VIEW + VIEW.replace(",1,,,,2024", ",3,,,,2024")));
    assertEquals("type_unknown", rows.get(1).get("skipped").asText());
  }

  @Test
  void aQuotationMarkThatIsNeverClosedEndsTheImportWithItsPlace() throws IOException {
    Path file = csv(HEAD + VIEW + "w,\"" + "x,\n".repeat(600_000));
    try (RowSource source = Sources.umami(file, folder)) {
      source.next();
      SourceException e = assertThrows(SourceException.class, source::next);
      assertTrue(String.valueOf(e.getMessage()).contains("longer than"), e.getMessage());
    }
  }

  @Test
  void aZipThatInflatesWithoutEndIsRefused() throws IOException {
    Path bomb = folder.resolve("bomb.zip");
    Zips.bomb(bomb, "website_event.csv", HEAD, 64 << 20);
    SourceException e = assertThrows(SourceException.class, () -> rows(bomb));
    assertTrue(String.valueOf(e.getMessage()).contains("inflates"), e.getMessage());
  }

  @Test
  void aZipWithoutTheFileIsRefused() throws IOException {
    Path zip = Zips.of(folder.resolve("other.zip"), Map.of("a.csv", "x", "b.csv", "y"));
    SourceException e = assertThrows(SourceException.class, () -> rows(zip));
    assertTrue(String.valueOf(e.getMessage()).contains("no website_event.csv"), e.getMessage());
  }
}
