package dev.tippen.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.support.RawHttp;
import dev.tippen.support.RawHttp.Answer;
import dev.tippen.support.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;

/// Requests that no honest client sends. A long file because it is a table: each case is one line,
/// and the three checks over it stand at the end.
///
/// Where two readers of one connection may disagree about where a request ends, an attacker hides a
/// second request in the first. So most bodies here are followed by a hidden request: it must never
/// be answered.
class MalformedHttpTest {
  private static final int PATIENCE_MS = 10_000;
  private static final String KEY = "X-Tippen-API-Key: " + TestServer.KEY;
  private static final String BODY =
      "{\"event\":\"pageview\",\"visitor\":{\"visitorId\":\"malformed\"}}";
  private static final String LENGTH = "Content-Length: " + BODY.length();
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String CHUNKS = chunk(BODY) + "0\r\n\r\n";

  /// Answered 204, which no refusal is.
  private static final String HIDDEN = "OPTIONS /track/visitor HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /// Sent once an answer is here. Answered 200 if the connection is still in use.
  private static final String PROBE =
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @TempDir static Path data;
  private static TestServer server;

  record Case(String name, String bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.demo(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  // ------------------------------------------------------------------ how a case is written

  /// A tracking request with these header lines beside `Host` and key.
  private static String post(String body, String... headers) {
    return request("POST /track/visitor HTTP/1.1", body, headers);
  }

  private static String request(String line, String body, String... headers) {
    StringBuilder out = new StringBuilder(line).append("\r\nHost: localhost\r\n").append(KEY);
    for (String header : headers) out.append("\r\n").append(header);
    return out.append("\r\n\r\n").append(body).toString();
  }

  private static String line(String line) {
    return request(line, BODY, LENGTH);
  }

  private static String header(String header) {
    return post(BODY, LENGTH, header);
  }

  private static String host(String... hosts) {
    StringBuilder out = new StringBuilder("POST /track/visitor HTTP/1.1\r\n").append(KEY);
    for (String host : hosts) out.append("\r\n").append(host);
    return out.append("\r\n").append(LENGTH).append("\r\n\r\n").append(BODY).toString();
  }

  private static String coding(String value) {
    return post(CHUNKS + HIDDEN, "Transfer-Encoding: " + value);
  }

  private static String length(String header) {
    return post(BODY + HIDDEN, header);
  }

  private static String chunks(String chunks) {
    return post(chunks + HIDDEN, CHUNKED);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static String upgrade(String line, String... headers) {
    return line + "\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  // ------------------------------------------------------------------ the tables

  static List<Case> refused() {
    List<Case> cases = new ArrayList<>();
    lengthsAndCodings((n, b) -> cases.add(new Case(n, b)));
    chunkedBodies((n, b) -> cases.add(new Case(n, b)));
    chunkedBodies((n, b) ->
        cases.add(new Case(n + ", to log in", b.replace("/track/visitor", "/api/auth/login"))));
    headerLines((n, b) -> cases.add(new Case(n, b)));
    hosts((n, b) -> cases.add(new Case(n, b)));
    requestLines((n, b) -> cases.add(new Case(n, b)));
    targets((n, b) -> cases.add(new Case(n, b)));
    otherProtocols((n, b) -> cases.add(new Case(n, b)));
    return cases;
  }

  private interface Table {
    void add(String name, String bytes);
  }

  private static void lengthsAndCodings(Table t) {
    t.add(
        "length and chunks, chunks first",
        post("0\r\n\r\n" + HIDDEN, "Content-Length: 4", CHUNKED));
    t.add("length and chunks, both right", post(CHUNKS + HIDDEN, LENGTH, CHUNKED));
    t.add("chunks and length", post(CHUNKS + HIDDEN, CHUNKED, "Content-Length: 4"));
    t.add("length twice, equal", post(BODY + HIDDEN, LENGTH, LENGTH));
    t.add("length twice, different", post(BODY + HIDDEN, LENGTH, "Content-Length: 0"));
    t.add("length as a list, equal", length(LENGTH + ", " + BODY.length()));
    t.add("length as a list, different", length(LENGTH + ", 0"));
    t.add("length below zero", length("Content-Length: -1"));
    t.add("length with a plus", length("Content-Length: +" + BODY.length()));
    t.add("length in hex", length("Content-Length: 0x" + Integer.toHexString(BODY.length())));
    t.add("length with an exponent", length("Content-Length: 5e1"));
    t.add("length with a point", length("Content-Length: " + BODY.length() + ".0"));
    t.add("length empty", length("Content-Length:"));
    t.add("length in words", length("Content-Length: many"));
    t.add("length beyond 64 bits", length("Content-Length: 99999999999999999999999"));
    t.add("length beyond 63 bits", length("Content-Length: 9223372036854775808"));
    t.add("length with a space inside", length("Content-Length: 5 4"));
    t.add("length with a tab inside", length("Content-Length: 5\t4"));
    t.add("length in other digits", length("Content-Length: \u00b2"));
    t.add("length folded", length("Content-Length: 5\r\n 4"));
    t.add("length, space before the colon", length("Content-Length : " + BODY.length()));
    t.add("length, tab before the colon", length("Content-Length\t: " + BODY.length()));
    t.add("length over the limit", post("a".repeat(65_537), "Content-Length: 65537"));
    t.add("coding identity", coding("identity"));
    t.add("coding unknown", coding("xchunked"));
    t.add("coding gzip", coding("gzip"));
    t.add("coding gzip, then chunked", coding("gzip, chunked"));
    t.add("coding identity, then chunked", coding("identity, chunked"));
    t.add("coding chunked, then identity", coding("chunked, identity"));
    t.add("coding chunked twice", coding("chunked, chunked"));
    t.add("coding with a comma before", coding(",chunked"));
    t.add("coding with a comma after", coding("chunked,"));
    t.add("coding quoted", coding("\"chunked\""));
    t.add("coding with a parameter", coding("chunked;a=b"));
    t.add("coding with a vertical tab", coding("\u000bchunked"));
    t.add("coding with a NUL", coding("chunked\u0000"));
    t.add("coding empty", coding(""));
    t.add("coding folded", coding("\r\n chunked"));
    t.add("coding folded inside", coding("chun\r\n ked"));
    t.add("coding, space before the colon", post(CHUNKS + HIDDEN, "Transfer-Encoding : chunked"));
    t.add("two lines of codings", post(CHUNKS + HIDDEN, CHUNKED, "Transfer-Encoding: identity"));
    t.add("the same coding twice", post(CHUNKS + HIDDEN, CHUNKED, CHUNKED));
    t.add(
        "chunks in HTTP/1.0",
        request(
            "POST /track/visitor HTTP/1.0", CHUNKS + HIDDEN, CHUNKED, "Connection: keep-alive"));
    t.add("an expectation nobody knows", post(BODY, LENGTH, "Expect: a-miracle"));
  }

  private static void chunkedBodies(Table t) {
    String size = Integer.toHexString(BODY.length());
    t.add("chunk size below zero", chunks("-1\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size with 0x", chunks("0x" + size + "\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size with a plus", chunks("+" + size + "\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size empty", chunks("\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size no number", chunks("zz\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size beyond 64 bits", chunks("fffffffffffffffff\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size beyond 32 bits", chunks("1000000" + size + "\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size with a comma", chunks(size + ",0\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("chunk size after 9,000 zeros", chunks("0".repeat(9_000) + chunk(BODY) + "0\r\n\r\n"));
    t.add("chunk size too small", chunks("5\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("line feed after the size", chunks(size + "\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("carriage return after the size", chunks(size + "\r" + BODY + "\r\n0\r\n\r\n" + HIDDEN));
    t.add("line feed after the data", chunks(size + "\r\n" + BODY + "\n0\r\n\r\n"));
    t.add("nothing after the data", chunks(size + "\r\n" + BODY + "0\r\n\r\n"));
    t.add("junk after the data", chunks(size + "\r\n" + BODY + "XX\r\n0\r\n\r\n"));
    t.add("line feeds after the last chunk", chunks(chunk(BODY) + "0\n\n"));
    t.add("extension with a line feed", chunks(size + ";a\nb\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("extension with a carriage return", chunks(size + ";a\rb\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add(
        "extension of 20,000 bytes",
        chunks(size + ";" + "a".repeat(20_000) + "\r\n" + BODY + "\r\n0\r\n\r\n"));
    t.add("trailer with a space in its name", chunks(chunk(BODY) + "0\r\nX A: b\r\n\r\n"));
    t.add("trailer with a NUL", chunks(chunk(BODY) + "0\r\nX-A: \u0000\r\n\r\n"));
    t.add(
        "trailer of 20,000 bytes",
        chunks(chunk(BODY) + "0\r\nX-A: " + "a".repeat(20_000) + "\r\n\r\n"));
    t.add(
        "chunks over the limit", post(chunk("a".repeat(40_000)).repeat(2) + "0\r\n\r\n", CHUNKED));
  }

  private static void headerLines(Table t) {
    t.add("line feeds alone", post(BODY, LENGTH).replace("\r\n", "\n"));
    t.add("one line feed alone", header("X-A: b\nX-B: c"));
    t.add("a carriage return inside", header("X-A: b\rX-B: c"));
    t.add("a carriage return too many", header("X-A: b\r"));
    t.add("NUL in a value", header("X-A: b\u0000c"));
    t.add("NUL in a name", header("X\u0000A: b"));
    t.add("control character in a value", header("X-A: \u0001"));
    t.add("delete in a value", header("X-A: \u007f"));
    t.add("space in a name", header("X A: b"));
    t.add("space before a colon", header("X-A : b"));
    t.add("parenthesis in a name", header("X(A): b"));
    t.add("letter beyond ASCII in a name", header("X\u00e9: b"));
    t.add("no name", header(": b"));
    t.add("no colon", header("X-A"));
    t.add(
        "space before the first header",
        "POST /track/visitor HTTP/1.1\r\n Host: localhost\r\n\r\n");
    t.add("a value of 20,000 bytes", header("X-A: " + "a".repeat(20_000)));
    t.add("a name of 20,000 bytes", header("X".repeat(20_000) + ": a"));
    t.add(
        "3,000 header lines",
        header(
            String.join(
                "\r\n", IntStream.range(0, 3_000).mapToObj(i -> "X-" + i + ": a").toList())));
  }

  private static void hosts(Table t) {
    t.add("no host", host());
    t.add("two hosts", host("Host: localhost", "Host: example.com"));
    t.add("the same host twice", host("Host: localhost", "Host: localhost"));
    t.add("host with a space", host("Host: a b"));
    t.add("host with a path", host("Host: a/b"));
    t.add("host with a user", host("Host: a@b"));
    t.add("host as a list", host("Host: a, b"));
    t.add("host with a port beyond 65,535", host("Host: a:99999"));
    t.add("host with words for a port", host("Host: a:b"));
    t.add("host with an unclosed bracket", host("Host: [::1"));
  }

  private static void requestLines(Table t) {
    t.add("no version", line("POST /track/visitor"));
    t.add("version 0.9", line("POST /track/visitor HTTP/0.9"));
    t.add("version 1.2", line("POST /track/visitor HTTP/1.2"));
    t.add("version 1.10", line("POST /track/visitor HTTP/1.10"));
    t.add("version 2.0", line("POST /track/visitor HTTP/2.0"));
    t.add("version 3.0", line("POST /track/visitor HTTP/3.0"));
    t.add("version without a point", line("POST /track/visitor HTTP/11"));
    t.add("version below zero", line("POST /track/visitor HTTP/-1.1"));
    t.add("version in small letters", line("POST /track/visitor http/1.1"));
    t.add("version of something else", line("POST /track/visitor ICY/1.1"));
    t.add("version and more", line("POST /track/visitor HTTP/1.1 x"));
    t.add("method in small letters", line("post /track/visitor HTTP/1.1"));
    t.add("method nobody knows", line("JUNK /track/visitor HTTP/1.1"));
    t.add("method with a control character", line("PO\u0001ST /track/visitor HTTP/1.1"));
    t.add("method with a colon", line("PO:ST /track/visitor HTTP/1.1"));
    t.add("method of 5,000 letters", line("P".repeat(5_000) + " /track/visitor HTTP/1.1"));
    t.add("method TRACE", line("TRACE /track/visitor HTTP/1.1"));
    t.add("method CONNECT", line("CONNECT example.com:80 HTTP/1.1"));
    t.add("method alone", "POST\r\n\r\n");
    t.add("a carriage return in the line", line("POST /track/\rvisitor HTTP/1.1"));
    t.add("a line feed in the line", line("POST /track/\nvisitor HTTP/1.1"));
  }

  private static void targets(Table t) {
    t.add("target of 9,000 bytes", line("POST /" + "a".repeat(9_000) + " HTTP/1.1"));
    t.add("target with a space", line("POST /track/vis itor HTTP/1.1"));
    t.add("target with a NUL", line("POST /track/visitor?\u0000 HTTP/1.1"));
    t.add("target with a control character", line("POST /track/visitor?\u0001 HTTP/1.1"));
    t.add("target beyond ASCII", line("POST /track/vis\u00e9tor HTTP/1.1"));
    t.add("target without a slash", line("POST track/visitor HTTP/1.1"));
    t.add("target of another scheme", line("POST ftp://localhost/track/visitor HTTP/1.1"));
    t.add("target of a proxy", line("POST example.com:80 HTTP/1.1"));
    t.add("target is a star", line("POST * HTTP/1.1"));
    t.add("target with a fragment", line("POST /track/visitor#a HTTP/1.1"));
    t.add("escape of no hex digits", line("POST /track/vis%zztor HTTP/1.1"));
    t.add("escape cut short", line("POST /track/visitor% HTTP/1.1"));
    t.add("escape cut short in the query", line("POST /track/visitor?apiKey=%4 HTTP/1.1"));
    t.add("escaped NUL", get("/track/visitor%00"));
    t.add("escaped line break", get("/track/visitor%0d%0aX:%20y"));
    t.add("escapes that are no UTF-8", get("/%ff%fe"));
    t.add("upwards", get("/../../../../etc/passwd"));
    t.add("upwards, dots escaped", get("/%2e%2e/%2e%2e/%2e%2e/etc/passwd"));
    t.add("upwards, slashes escaped", get("/..%2f..%2f..%2fetc%2fpasswd"));
    t.add("upwards, backslashes", get("/..\\..\\..\\etc\\passwd"));
  }

  private static void otherProtocols(Table t) {
    t.add("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    t.add("TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n");
    t.add("an answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    t.add("a mail", "EHLO localhost\r\n\r\n");
    t.add("every byte", everyByte() + "\r\n\r\n");
    t.add("JSON", BODY + "\r\n\r\n");
    t.add(
        "WebSocket by POST",
        upgrade(
            "POST /ws/visitor HTTP/1.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13"));
    t.add(
        "WebSocket without a key",
        upgrade(
            "GET /ws/dashboard?apiKey=" + TestServer.KEY + " HTTP/1.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13"));
    t.add(
        "WebSocket of a version nobody knows",
        upgrade(
            "GET /ws/dashboard?apiKey=" + TestServer.KEY + " HTTP/1.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 99"));
    t.add(
        "WebSocket without an upgrade",
        upgrade("GET /ws/dashboard?apiKey=" + TestServer.KEY + " HTTP/1.1"));
  }

  private static String everyByte() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) all.append(c);
    return all.toString();
  }

  /// What looks wrong and is allowed, or has one meaning only. The request after it is an ordinary
  /// one here.
  static List<Case> allowed() {
    String size = Integer.toHexString(BODY.length());
    return List.of(
        new Case("ordinary", post(BODY, LENGTH)),
        new Case("ordinary chunks", post(CHUNKS, CHUNKED)),
        new Case(
            "a body that calls itself a form",
            post(BODY, LENGTH, "Content-Type: application/x-www-form-urlencoded")),
        new Case(
            "a body that calls itself a form without a boundary",
            post(BODY, LENGTH, "Content-Type: multipart/form-data; boundary")),
        new Case(
            "a body that calls itself many parts",
            post(BODY, LENGTH, "Content-Type: multipart/form-data; boundary=a")),
        new Case("coding in capitals", post(CHUNKS, "Transfer-Encoding: CHUNKED")),
        new Case("coding in many spaces", post(CHUNKS, "Transfer-Encoding:  \t chunked \t ")),
        new Case("length with a zero before", post(BODY, "Content-Length: 0" + BODY.length())),
        new Case(
            "chunk extension", post(size + ";a=\"b;c\"\r\n" + BODY + "\r\n0\r\n\r\n", CHUNKED)),
        new Case("chunk size with zeros", post("000" + CHUNKS, CHUNKED)),
        new Case(
            "chunk size in spaces", post(" " + size + " \r\n" + BODY + "\r\n0\r\n\r\n", CHUNKED)),
        new Case(
            "chunk by chunk",
            post(bytewise(BODY.replace("malformed", "permitted")) + "0\r\n\r\n", CHUNKED)),
        new Case("trailer", post(chunk(BODY) + "0\r\nX-A: b\r\n\r\n", CHUNKED)),
        new Case(
            "trailer that names a length",
            post(chunk(BODY) + "0\r\nContent-Length: 5\r\n\r\n", CHUNKED)),
        // RFC 9112, section 5.2: a server may take a folded line for one with a space.
        new Case("a folded header", header("X-A: a\r\n b")),
        new Case("an underscore in a header's name", header("Transfer_Encoding: chunked")),
        new Case("an empty header", header("X-A:")),
        new Case("letters beyond ASCII in a header", header("X-A: \u00e9")),
        new Case("no name for the host", host("Host:")),
        new Case("host with a port", host("Host: localhost:8080")),
        new Case("host as an IPv6 address", host("Host: [::1]:8080")),
        // RFC 9112, section 3.2.2: a server must take the whole address.
        new Case("the whole address", line("POST http://localhost/track/visitor HTTP/1.1")),
        new Case(
            "the address of another host", line("POST http://example.com/track/visitor HTTP/1.1")),
        new Case("line breaks before", "\r\n\r\n" + post(BODY, LENGTH)),
        new Case("two spaces in the line", line("POST  /track/visitor  HTTP/1.1")),
        new Case("slashes before", line("POST ///track/visitor HTTP/1.1")),
        new Case("escapes in the target", line("POST /track/visito%72 HTTP/1.1")),
        new Case("GET with a body", request("GET /healthz HTTP/1.1", BODY, LENGTH)),
        new Case("GET with chunks", request("GET /healthz HTTP/1.1", CHUNKS, CHUNKED)),
        new Case("upgrade to HTTP/2", header("Connection: Upgrade\r\nUpgrade: h2c")),
        new Case("upgrade to something", header("Connection: Upgrade\r\nUpgrade: tea")),
        new Case("keys in both places", line("POST /track/visitor?apiKey=other HTTP/1.1")));
  }

  private static String bytewise(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) out.append(chunk(String.valueOf(c)));
    return out.toString();
  }

  // ------------------------------------------------------------------ the checks

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedOnceOrTheConnectionCloses(Case c) throws Exception {
    String visitor = "m%08x".formatted(c.name.hashCode());
    checkRefused(server.uri().getPort(), c.bytes.replace("malformed", visitor));
    assertFalse(
        server.get("/api/visitors?limit=1000&apiKey=" + TestServer.KEY).body().contains(visitor),
        "counted, though it was refused");
  }

  private static void checkRefused(int port, String bytes) throws IOException {
    try (RawHttp http = new RawHttp(port, PATIENCE_MS)) {
      http.send(bytes);
      Answer first = http.next();
      if (first == null) return;
      assertEquals(4, first.status() / 100, first.head());
      http.send(PROBE);
      Answer second = http.next();
      if (second == null) return;
      assertEquals(200, second.status(), "a second answer: " + second.head() + second.body());
      assertTrue(second.body().contains("\"status\""), second.body());
      Answer third = http.next();
      assertNull(third, () -> "a third answer: " + third);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("allowed")
  void isOneRequest(Case c) throws Exception {
    try (RawHttp http = new RawHttp(server.uri().getPort(), PATIENCE_MS)) {
      http.send(c.bytes.replace("malformed", "permitted") + HIDDEN + PROBE);
      assertStatus(200, http.next());
      assertStatus(204, http.next());
      assertStatus(200, http.next());
      assertNull(http.next());
    }
  }

  private static void assertStatus(int expected, @Nullable Answer answer) {
    assertNotNull(answer, "closed instead of " + expected);
    assertEquals(expected, answer.status(), answer.head() + answer.body());
  }

  /// Three servers that no check may pass: one that sees two requests in one, one that accepts
  /// everything, and one that makes it its own mistake.
  @Test
  void lenientServersAreNoticed() throws Exception {
    String twoInOne = post("0\r\n\r\n" + HIDDEN, "Content-Length: 4", CHUNKED);
    assertNoticed("HTTP/1.1 400 Bad\r\n\r\nHTTP/1.1 204 None\r\n\r\n", twoInOne);
    assertNoticed("HTTP/1.1 200 OK\r\n\r\n", twoInOne);
    assertNoticed("HTTP/1.1 500 Oops\r\n\r\n", twoInOne);
  }

  private static void assertNoticed(String answers, String bytes) throws Exception {
    withServer(
        answers,
        port -> assertThrows(AssertionFailedError.class, () -> checkRefused(port, bytes), answers));
  }

  /// A server that reads one request's bytes and writes what it is told.
  private static void withServer(String answers, Consumer<Integer> test) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                try (Socket s = listening.accept();
                    InputStream in = s.getInputStream()) {
                  int unused = in.read();
                  s.getOutputStream().write(answers.getBytes(StandardCharsets.US_ASCII));
                  s.shutdownOutput();
                  while (in.read() >= 0) unused++;
                } catch (IOException _) {
                  // the test has seen enough
                }
              });
      test.accept(listening.getLocalPort());
      thread.join(PATIENCE_MS);
    }
  }
}
