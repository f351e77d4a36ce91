package dev.tippen.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.Confidence;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Only a name that leads back to its address is evidence.
class ReverseDnsTest {
  private static final InetAddress A = InetAddress.ofLiteral("198.51.100.7");
  private static final InetAddress V6 = InetAddress.ofLiteral("2001:db8:1::7");

  @TempDir Path folder;
  private DnsStub stub;
  private ReverseDns dns;

  @BeforeEach
  void open() throws Exception {
    stub = new DnsStub();
    dns = new ReverseDns(List.of(stub.address()), 1_000);
  }

  @AfterEach
  void close() throws Exception {
    dns.close();
    stub.close();
  }

  private Status ask() throws InterruptedException {
    return dns.lookup(A).status();
  }

  @Test
  void aNameThatLeadsBackIsEvidence() throws Exception {
    stub.ptr(A, "Mail.ACME.co.uk").a("mail.acme.co.uk", "203.0.113.1", "198.51.100.7");
    Answer answer = dns.lookup(A);
    CompanyProfile profile = answer.profile();
    assertNotNull(profile, answer.toString());
    assertEquals("acme.co.uk", profile.domain());
    assertEquals("acme.co.uk", profile.name());
    assertEquals(Confidence.MEDIUM, answer.confidence());
    assertEquals(3_600, answer.holdsSeconds(), "the shorter of the two");
    assertEquals(List.of("7.100.51.198.in-addr.arpa", "mail.acme.co.uk"), stub.questions());
  }

  @Test
  void ipv6WorksToo() throws Exception {
    stub.ptr(V6, "mail.acme.example").a("mail.acme.example", "2001:db8:1::7");
    assertEquals(Status.FOUND, dns.lookup(V6).status());
    assertEquals(
        "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        stub.questions().getFirst());
  }

  @Test
  void aNameThatLeadsElsewhereIsNone() throws Exception {
    stub.ptr(A, "www.victim.example").a("www.victim.example", "203.0.113.1");
    assertEquals(Status.NOT_FOUND, ask());
  }

  @Test
  void noNameIsNone() throws Exception {
    assertEquals(Status.NOT_FOUND, ask());
    assertEquals(1, stub.questions().size());
    stub.ptr(A, "gone.acme.example");
    assertEquals(Status.NOT_FOUND, ask(), "its name does not exist");
  }

  @Test
  void aSecondNameMayBeTheRightOne() throws Exception {
    stub.ptr(A, "www.victim.example", "mail.acme.example")
        .a("www.victim.example", "203.0.113.1")
        .a("mail.acme.example", "198.51.100.7");
    CompanyProfile profile = dns.lookup(A).profile();
    assertEquals("acme.example", profile == null ? "" : profile.domain());
  }

  @Test
  void aliasesAreFollowed() throws Exception {
    String arpa = ReverseDns.arpa(A);
    stub.alias(arpa, arpa, "7.0-63.100.51.198.in-addr.arpa")
        .record(
            arpa,
            "7.0-63.100.51.198.in-addr.arpa",
            DnsMessage.PTR,
            DnsStub.name("mail.acme.example"))
        .alias("mail.acme.example", "mail.acme.example", "mx1.acme.example")
        .alias("mail.acme.example", "mx1.acme.example", "mx2.acme.example")
        .record("mail.acme.example", "mx2.acme.example", DnsMessage.A, A.getAddress());
    assertEquals(Status.FOUND, ask());
  }

  @Test
  void aRecordOfAnotherNameIsNone() throws Exception {
    stub.ptr(A, "mail.acme.example")
        .record("mail.acme.example", "other.example", DnsMessage.A, A.getAddress());
    assertEquals(Status.NOT_FOUND, ask());
    stub.alias("mail.acme.example", "mail.acme.example", "mail.acme.example");
    assertEquals(Status.NOT_FOUND, ask(), "an alias of itself");
  }

  @Test
  void whoDoesNotAnswerOrCanNotIsAFailure() throws Exception {
    stub.silent(true);
    assertEquals(Status.FAILED, ask());
    stub.silent(false).code(DnsStub.SERVFAIL);
    assertEquals(Status.FAILED, ask());
    stub.close();
    assertEquals(Status.FAILED, ask());
  }

  @Test
  void theSecondServerIsAskedWhereTheFirstIsSilent() throws Exception {
    stub.ptr(A, "mail.acme.example").a("mail.acme.example", "198.51.100.7");
    try (DnsStub dead = new DnsStub().silent(true);
        ReverseDns two = new ReverseDns(List.of(dead.address(), stub.address()), 4_000)) {
      assertEquals(Status.FOUND, two.lookup(A).status());
      assertEquals(2, dead.questions().size());
    }
  }

  @Test
  void hundredNamesAreFiveQuestions() throws Exception {
    String[] names =
        IntStream.range(0, 100).mapToObj(i -> "host-" + i + ".acme.example").toArray(String[]::new);
    stub.ptr(A, names).a("host-50.acme.example", "198.51.100.7");
    assertEquals(Status.NOT_FOUND, ask());
    assertEquals(2 + ReverseDns.NAMES_MAX, stub.questions().size(), "one over UDP, one over TCP");
  }

  @Test
  void tenAddressesOfANameAreLookedAt() throws Exception {
    String[] many = IntStream.range(1, 101).mapToObj(i -> "203.0.113." + i).toArray(String[]::new);
    stub.ptr(A, "mail.acme.example").a("mail.acme.example", many);
    stub.a("mail.acme.example", "198.51.100.7");
    assertEquals(Status.NOT_FOUND, ask());
  }

  @Test
  void answersToOtherQuestionsAreIgnored() throws Exception {
    stub.forged().ptr(A, "mail.acme.example").a("mail.acme.example", "198.51.100.7");
    assertEquals(Status.FOUND, ask());
  }

  /// A pointer to itself, two that point at each other, one beyond the end, a label that is too
  /// long, a record longer than its message.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c02c",
        "c02d",
        "c0ff000c0001000000100002c00c",
        "c00c000c000100000e100002c038",
        "c00c000c000100000e10000401c038c0",
        "c00c000c000100000e10ffff0161",
        "7f616161",
        "80",
        "c0",
        ""
      })
  void malformedAnswersAreFailures(String hex) throws Exception {
    stub.raw(ReverseDns.arpa(A), java.util.HexFormat.of().parseHex(hex));
    assertEquals(Status.FAILED, ask());
  }

  /// The answer begins behind the question, at byte 0x2b: a pointer to itself, and two that point
  /// at each other.
  @ParameterizedTest
  @ValueSource(strings = {"c02b", "c02dc02b", "0161c02b"})
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pointersThatRunInACircleAreRefused(String hex) {
    String name = "7.100.51.198.in-addr.arpa";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(DnsMessage.question(1, name, DnsMessage.PTR));
    assertEquals(0x2b, out.size());
    out.writeBytes(java.util.HexFormat.of().parseHex(hex));
    byte[] message = out.toByteArray();
    message[2] = (byte) 0x81;
    message[7] = 1;
    DnsMessage.Malformed refused =
        assertThrows(
            DnsMessage.Malformed.class, () -> DnsMessage.read(message, name, DnsMessage.PTR, 5));
    assertEquals("pointer that does not go back", refused.getMessage());
  }

  /// Whatever bytes come, reading them ends with values or with a refusal.
  @Test
  void readingNeverDoesAnythingElse() {
    byte[] question = DnsMessage.question(1, "7.100.51.198.in-addr.arpa", DnsMessage.PTR);
    SplittableRandom random = new SplittableRandom(17);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(question);
      byte[] rest = new byte[random.nextInt(80)];
      random.nextBytes(rest);
      if (random.nextBoolean() && rest.length > 14) {
        System.arraycopy(new byte[] {(byte) 0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 1, 0}, 0, rest, 0, 11);
        rest[11] = (byte) (rest.length - 12);
      }
      out.writeBytes(rest);
      byte[] message = out.toByteArray();
      message[2] = (byte) 0x81;
      message[7] = (byte) random.nextInt(5);
      try {
        DnsMessage.Reply reply =
            DnsMessage.read(message, "7.100.51.198.in-addr.arpa", DnsMessage.PTR, 5);
        assertTrue(reply.values().values().size() <= 5);
        read++;
      } catch (DnsMessage.Malformed _) {
        // refused
      }
    }
    assertTrue(read > 1_000, "some were good: " + read);
  }

  @ParameterizedTest
  @CsvSource({
    "dynamic-7.isp.example",
    "host7.pool.isp.example",
    "dsl-a.isp.example",
    "cust-a.isp.example",
    "a.dhcp.isp.example",
    "ppp1.isp.example",
    "static-ip-a.isp.example",
    "a.mobile.isp.example",
    "198-51-100-7.isp.example",
    "host198x51x100x7.isp.example",
    "7.100.51.198.isp.example",
    "c6336407.isp.example",
    "host-198051100007.isp.example",
    "ec2-1.compute.amazonaws.com",
    "a.googleusercontent.com",
    "li1-1.members.linode.com",
    "static.1.clients.your-server.de"
  })
  void namesOfAccessAndHostingNetworksAreNoCompanies(String name) throws Exception {
    stub.ptr(A, name).a(name, "198.51.100.7");
    Answer answer = dns.lookup(A);
    assertEquals(Status.NOT_FOUND, answer.status());
    assertNotNull(answer.ispName());
    assertEquals(1, stub.questions().size(), "nothing else is asked");
  }

  @ParameterizedTest
  @CsvSource({
    "mail.acme.example",
    "acme.example",
    "gw7.acme.example",
    "vpn-100.acme.example",
    "out.mobile.example",
    "mx-2001-9.acme.example"
  })
  void namesOfCompaniesAreNotTakenForThose(String name) throws Exception {
    stub.ptr(A, name).a(name, "198.51.100.7");
    assertEquals(Status.FOUND, ask());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "com", "co.uk", "a b.acme.example", "1.2.3.4", "-.example", "x"})
  void whatIsNoNameIsNone(String name) throws Exception {
    stub.ptr(A, name).a(name, "198.51.100.7");
    assertEquals(Status.NOT_FOUND, ask());
    assertTrue(stub.questions().size() <= 2);
  }

  @Test
  void serversAreThoseOfTheSystemUnlessNamed() throws Exception {
    Path file = folder.resolve("resolv.conf");
    Files.writeString(
        file,
        """
        # a comment
        search acme.example
        nameserver 192.0.2.53
         nameserver 2001:db8::53
        nameserver 192.0.2.54
        nameserver evil;rm
        """);
    assertEquals(List.of("192.0.2.53", "[2001:db8::53]"), ReverseDns.systemServers(file));
    assertEquals(List.of("127.0.0.1"), ReverseDns.systemServers(folder.resolve("none")));
  }

  @Test
  void addressesOfServers() {
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53),
        DnsQueries.address("192.0.2.53"));
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 5353),
        DnsQueries.address("192.0.2.53:5353"));
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::53"), 53),
        DnsQueries.address("[2001:db8::53]"));
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::53"), 5353),
        DnsQueries.address("[2001:db8::53]:5353"));
  }
}
