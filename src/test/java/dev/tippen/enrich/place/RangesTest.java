package dev.tippen.enrich.place;

import static dev.tippen.enrich.place.MmdbFileTest.ip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.enrich.address.RangeCsv.MistakesException;
import dev.tippen.enrich.address.RangeTable;
import dev.tippen.enrich.place.DeclaredRange.Kind;
import dev.tippen.event.NetworkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
  @TempDir Path folder;

  private final NetworkNames names = new NetworkNames();
  private final MmdbSchema schema = new MmdbSchema(new Countries(), names);

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("ranges.csv"), text);
  }

  private RangeTable<Network> networks(String text) throws IOException, MistakesException {
    return NetworkRanges.read(file(text), schema, names);
  }

  private static NetworkClass classAt(RangeTable<Network> table, String address) {
    return Objects.requireNonNull(table.get(ip(address)), address).networkClass();
  }

  @Test
  void networksHaveNumberOrganisationDomainAndClass() throws Exception {
    RangeTable<Network> table =
        networks(
            """
            203.0.113.0,203.0.113.127,64500,"Acme, Inc.",ACME.example
            203.0.113.128,203.0.113.255,AS64501,Example Telecom
            2001:db8::,2001:db8::ffff,64502,Acme,,hosting
            """);
    assertEquals(
        new Network(64_500, "Acme, Inc.", "Acme, Inc.", "acme.example", NetworkClass.BUSINESS),
        table.get(ip("203.0.113.9")));
    assertEquals(
        new Network(64_501, "Example Telecom", "Example Telecom", null, NetworkClass.ISP),
        table.get(ip("203.0.113.200")));
    assertEquals(NetworkClass.HOSTING, classAt(table, "2001:db8::7"));
  }

  @Test
  void aBigCompanyIsTakenForAnAccessNetworkUnlessTheListNamesIt() throws Exception {
    RangeTable<Network> table =
        networks(
            """
            cidr,asn,organisation
            1.0.0.0/15,64500,Acme
            1.4.0.0/15,64500,Acme
            2.0.0.0/14,64501,Zeta
            3.0.0.0/8,64502,Apple Inc.
            4.0.0.0/8,64503,Example University
            5.0.0.0/15,64504,Even
            5.4.0.0/15,64504,Even
            5.8.0.0/32,64504,Even
            2001:db8::/32,64501,Zeta
            """);
    assertEquals(NetworkClass.BUSINESS, classAt(table, "1.0.0.1"), "2^18 exactly");
    assertEquals(NetworkClass.BUSINESS, classAt(table, "2.0.0.1"), "IPv6 does not count");
    assertEquals(NetworkClass.BUSINESS, classAt(table, "3.0.0.1"));
    assertEquals(NetworkClass.EDUCATION, classAt(table, "4.0.0.1"));
    assertEquals(NetworkClass.ISP, classAt(table, "5.0.0.1"), "one more");
  }

  @ParameterizedTest
  @CsvSource({
    "'203.0.113.0/24,64500', line 1: the organisation is missing",
    "'203.0.113.0/24,sixty,Acme', line 1: 'sixty' is no number of a network",
    "'203.0.113.0/24,64500,Acme,,odd', line 1: 'odd' is no class of networks"
  })
  void aWrongNetworkIsNamed(String line, String message) {
    var e = assertThrows(MistakesException.class, () -> networks(line));
    assertEquals(message, e.getMessage());
  }

  @Test
  void theOwnerDeclaresCompaniesOwnPeopleAndNobody() throws Exception {
    RangeTable<DeclaredRange> table =
        DeclaredRanges.read(
            file(
                """
                cidr,company,domain,kind
                203.0.113.0/24,Acme,Acme.example,
                203.0.113.7,,zeta.example,company
                198.51.100.0/24,,,US
                192.0.2.0/24,,,ignore
                """));
    assertEquals(
        new DeclaredRange("203.0.113.0/24", Kind.COMPANY, "Acme", "acme.example"),
        table.get(ip("203.0.113.8")));
    assertEquals(
        new DeclaredRange("203.0.113.7/32", Kind.COMPANY, "zeta.example", "zeta.example"),
        table.get(ip("203.0.113.7")));
    assertEquals(
        new DeclaredRange("198.51.100.0/24", Kind.US, null, null), table.get(ip("198.51.100.1")));
    assertEquals(
        new DeclaredRange("192.0.2.0/24", Kind.IGNORE, null, null), table.get(ip("192.0.2.1")));
  }

  @ParameterizedTest
  @CsvSource({
    "'203.0.113.0/24', line 1: the company is missing",
    "'203.0.113.0/24,Acme,,foe', 'line 1: ''foe'' is none of company, us and ignore'"
  })
  void aWrongDeclarationIsNamed(String line, String message) {
    var e = assertThrows(MistakesException.class, () -> DeclaredRanges.read(file(line)));
    assertEquals(message, e.getMessage());
  }

  @Test
  void namesAreBounded() {
    String longName = "x".repeat(300);
    assertThrows(
        MistakesException.class,
        () -> DeclaredRanges.read(file("203.0.113.0/24," + longName + "\n")));
    assertThrows(
        MistakesException.class,
        () -> DeclaredRanges.read(file("203.0.113.0/24,a," + longName + "\n")));
  }
}
