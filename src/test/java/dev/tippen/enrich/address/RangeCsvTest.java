package dev.tippen.enrich.address;

import static dev.tippen.enrich.address.IpAddressTest.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeCsvTest {
  private static final RangeCsv.Limits LIMITS = new RangeCsv.Limits(100_000, 1_000);

  @TempDir Path folder;

  private static RangeTable<String> read(String text) throws Exception {
    return new RangeCsv(LIMITS, List.of("company", "domain"))
        .read(
            new StringReader(text),
            row -> row.range() + " is " + row.get("company") + " of " + row.get("domain"));
  }

  private static void refused(String text, String message) {
    var e = assertThrows(RangeCsv.MistakesException.class, () -> read(text));
    assertEquals(message, e.getMessage());
  }

  @Test
  void networksWithALineOfNames() throws Exception {
    RangeTable<String> table =
        read(
            """
            # offices
            CIDR, Domain ,note,company

            192.0.2.0/24,acme.example,"head, office","Acme ""Big"" Inc."
            2001:db8::/32,,,Zeta
            """);
    assertEquals("192.0.2.0/24 is Acme \"Big\" Inc. of acme.example", table.get(ip("192.0.2.9")));
    assertEquals("2001:db8::/32 is Zeta of null", table.get(ip("2001:db8::9")));
    assertEquals(2, table.size());
  }

  @Test
  void networksWithoutALineOfNames() throws Exception {
    RangeTable<String> table = read("192.0.2.0/24,Acme,acme.example\r\n198.51.100.7,Zeta\r\n");
    assertEquals("192.0.2.0/24 is Acme of acme.example", table.get(ip("192.0.2.9")));
    assertEquals("198.51.100.7/32 is Zeta of null", table.get(ip("198.51.100.7")));
  }

  @Test
  void boundsWithAndWithoutALineOfNames() throws Exception {
    for (String header : List.of("", "start,end,company\n", "start_ip,end_ip,company\n")) {
      RangeTable<String> table =
          read(header + "192.0.2.10,192.0.2.20,Acme\n2001:db8::,2001:db8::f,Zeta\n");
      assertEquals("192.0.2.10 - 192.0.2.20 is Acme of null", table.get(ip("192.0.2.20")));
      assertNull(table.get(ip("192.0.2.21")));
      assertNull(table.get(ip("192.0.2.9")));
      assertEquals("2001:db8:: - 2001:db8::f is Zeta of null", table.get(ip("2001:db8::a")));
    }
  }

  @Test
  void boundsAsWholeNumbers() throws Exception {
    RangeTable<String> table = read("16777216,16777471,AU\n4294967295,4294967295,ZZ\n");
    assertEquals("1.0.0.0 - 1.0.0.255 is AU of null", table.get(ip("1.0.0.255")));
    assertNull(table.get(ip("1.0.1.0")));
    assertNull(table.get(ip("255.255.255.254")));
  }

  @Test
  void aFileWithAMistakeIsRefusedAndTheLinesAreNamed() {
    refused(
        "cidr,company\n192.0.2.0/33,A\n\n192.0.2.0/24,B\nnowhere,C\n",
        "line 2: '192.0.2.0/33' is no network; line 5: 'nowhere' is no network");
    refused(
        "1.0.0.0/8,a\n" + "x,b\n".repeat(9),
        "line 2: 'x' is no network; line 3: 'x' is no network; line 4: 'x' is no network;"
            + " line 5: 'x' is no network; line 6: 'x' is no network; and 4 more");
    refused(
        "start,end,company\n192.0.2.9,192.0.2.1,A\n",
        "line 2: '192.0.2.1' is before '192.0.2.9' or of another kind");
    refused(
        "start,end,company\n192.0.2.9,2001:db8::,A\n",
        "line 2: '2001:db8::' is before '192.0.2.9' or of another kind");
    refused("start,end\n192.0.2.9\n", "line 2: the end of the range is missing");
    refused("start,end\n4294967296,4294967297\n", "line 2: '4294967296' is no address");
    refused("1.0.0.0/8,\"open\n", "line 1: a quote is not closed");
    refused("1.0.0.0/8,a\u0000b\n", "line 1: it has a control character");
    refused(
        "name,cidr\nAcme,192.0.2.0/24\n",
        "line 1: 'name' is no network; line 2: 'Acme' is no network");
  }

  @Test
  void theSizeIsBounded() throws IOException {
    refused("1.0.0.0/8,a\n".repeat(1_001), "it has more than 1000 ranges");
    refused("1.0.0.0/8," + "a".repeat(5_000), "line 1 is longer than 4096 characters");
    refused(
        "#" + "a".repeat(4_000) + "\n" + ("#" + "b".repeat(4_000) + "\n").repeat(30),
        "it grew over 100000 bytes");
    Path file = folder.resolve("big.csv");
    Files.write(file, new byte[100_001]);
    var e =
        assertThrows(
            RangeCsv.MistakesException.class,
            () -> new RangeCsv(LIMITS, List.of()).read(file, row -> ""));
    assertEquals("it has 100001 bytes; allowed are 100000 bytes", e.getMessage());
  }

  @Test
  void theTextIsUtf8WithOrWithoutAMark() throws Exception {
    Path file = folder.resolve("text.csv");
    Files.writeString(file, "\ufeffcidr,company\n192.0.2.0/24,Süd\n");
    RangeCsv csv = new RangeCsv(LIMITS, List.of());
    assertEquals("Süd", csv.read(file, row -> row.get("company") + "").get(ip("192.0.2.1")));
    Files.write(
        file, "cidr,company\n192.0.2.0/24,S\u00fcd\n".getBytes(StandardCharsets.ISO_8859_1));
    var e = assertThrows(RangeCsv.MistakesException.class, () -> csv.read(file, row -> "value"));
    assertTrue(String.valueOf(e.getMessage()).contains("not UTF-8"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'cidr,company', 0", "'# nothing', 0", "'192.0.2.0/24', 1"})
  void littleIsEnough(String text, int ranges) throws Exception {
    assertEquals(ranges, read(text).size());
  }
}
