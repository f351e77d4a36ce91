package dev.tippen.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.account.Proof;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Speaks raw HTTP, because `Host` and `Upgrade` must be free.
class ProofsTest {
  private static final String HOST = "tippen.test:8080";

  private Vertx vertx;
  private int port;

  @BeforeEach
  void open() throws Exception {
    vertx = Vertx.vertx();
    port = serve(null);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private int serve(@Nullable String publicUrl) throws Exception {
    Proofs proofs = new Proofs(publicUrl);
    ObjectMapper mapper = new ObjectMapper();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(c -> {
          try {
            Proof proof = proofs.of(c, mapper.readTree("{\"apiKey\":\"in-body\"}"));
            c.response()
                .end(
                    String.join(",", proof.keys())
                        + " bearer="
                        + proof.bearer()
                        + " cookie="
                        + proof.cookie()
                        + " origin="
                        + proofs.origin(c.request())
                        + " secure="
                        + proofs.isSecure(c.request()));
          } catch (Exception e) {
            c.fail(e);
          }
        });
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get()
        .actualPort();
  }

  private String ask(String line, String... headers) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  private static final String CLOSE = "Connection: close";
  private static final String COOKIE = "Cookie: tippen_session=abc";

  private boolean counts(String method, String host, String... more) throws Exception {
    String[] headers = new String[more.length + 3];
    headers[0] = CLOSE;
    headers[1] = COOKIE;
    headers[2] = "Host: " + host;
    System.arraycopy(more, 0, headers, 3, more.length);
    return ask(method + " /x", headers).contains("cookie=abc");
  }

  @Test
  void keysComeInTheOrderHeaderQueryBody() throws Exception {
    String answer =
        ask(
            "GET /x?api_key=under&apiKey=camel",
            CLOSE,
            "Host: " + HOST,
            "x-tippen-api-key: header",
            "Authorization: Bearer  token ");
    assertTrue(answer.startsWith("header,camel,under,in-body bearer=token cookie=null"), answer);
  }

  @Test
  void blankProofsAreNone() throws Exception {
    String answer =
        ask(
            "GET /x?api_key=&apiKey=%20",
            CLOSE,
            "Host: " + HOST,
            "X-Tippen-API-Key: ",
            "Authorization: Basic eDp5",
            "Cookie: tippen_session=");
    assertTrue(answer.startsWith("in-body bearer=null cookie=null"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    // method, Origin ('-' for none), counts
    "GET, -, true",
    "GET, http://tippen.test:8080, true",
    "GET, HTTP://Tippen.Test:8080, true",
    "GET, https://tippen.test:8080, false",
    "GET, http://tippen.test, false",
    "GET, http://tippen.test:8081, false",
    "GET, http://evil.example, false",
    "GET, null, false",
    "GET, '', false",
    "HEAD, http://evil.example, false",
    "POST, -, false",
    "PUT, -, false",
    "DELETE, -, false",
    "POST, http://tippen.test:8080, true",
    "PUT, http://tippen.test:8080, true",
    "DELETE, http://tippen.test:8080, true",
    "POST, http://tippen.test:8080.evil.example, false",
    "POST, http://evil.example, false",
    "POST, null, false",
  })
  void cookieCountsByMethodAndOrigin(String method, String origin, boolean expected)
      throws Exception {
    boolean counted =
        origin.equals("-") ? counts(method, HOST) : counts(method, HOST, "Origin: " + origin);
    assertEquals(expected, counted);
  }

  @Test
  void socketsNeedTheOwnOrigin() throws Exception {
    String[] upgrade = {"Upgrade: websocket"};
    assertEquals(false, counts("GET", HOST, upgrade));
    assertEquals(false, counts("GET", HOST, "Upgrade: websocket", "Origin: http://evil.example"));
    assertEquals(
        true, counts("GET", HOST, "Upgrade: websocket", "Origin: http://tippen.test:8080"));
  }

  @ParameterizedTest
  @CsvSource({
    "tippen.test, http://tippen.test, true",
    "tippen.test:80, http://tippen.test, true",
    "tippen.test, http://tippen.test:8080, false",
    "[::1]:8080, http://[::1]:8080, true",
    "127.0.0.1:8080, http://localhost:8080, false"
  })
  void usualPortIsLeftOut(String host, String origin, boolean expected) throws Exception {
    assertEquals(expected, counts("POST", host, "Origin: " + origin));
  }

  @Test
  void publicUrlIsOwnToo() throws Exception {
    port = serve("https://Tippen.Example.com:443/base");
    assertEquals(true, counts("POST", "inner:8080", "Origin: https://tippen.example.com"));
    assertEquals(true, counts("POST", "inner:8080", "Origin: http://inner:8080"));
    assertEquals(false, counts("POST", "inner:8080", "Origin: http://tippen.example.com"));
    String answer = ask("GET /x", CLOSE, "Host: inner:8080");
    assertTrue(answer.endsWith("origin=https://tippen.example.com secure=true"), answer);
  }

  @Test
  void hostSaysTheOriginWithoutPublicUrl() throws Exception {
    String answer = ask("GET /x", CLOSE, "Host: " + HOST);
    assertTrue(answer.endsWith("origin=http://tippen.test:8080 secure=false"), answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tippen.example.com", "ftp://x.example", "https://", "https://a b"})
  void oddPublicUrlIsRefused(String url) {
    assertThrows(IllegalArgumentException.class, () -> new Proofs(url));
  }
}
