package dev.tippen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nX-Content-Type-Options: nosniff\r\ncontent-length: 16\r\n\r\n{\"success\":true}";

  private final AnswerReader reader = new AnswerReader();

  private int read(String bytes) throws IOException {
    return reader.read(
        Channels.newChannel(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void oneAnswerAfterTheOther() throws IOException {
    assertEquals(200, read(OK));
    assertEquals(
        503,
        read("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\nRetry-After: 1\r\n\r\n{}"));
    assertEquals(200, read(OK));
    assertEquals(204, read("HTTP/1.1 204 No Content\r\nCONTENT-LENGTH:0\r\n\r\n"));
  }

  @Test
  void anAnswerInPiecesIsCompleteWithItsLastByte() throws IOException {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < OK.length() - 1; i++) assertEquals(0, read(OK.substring(i, i + 1)));
      assertEquals(200, read(OK.substring(OK.length() - 1)));
    }
  }

  @Test
  void droppedEventsAreToldApart() throws IOException {
    assertEquals(
        200, read("HTTP/1.1 200 OK\r\nX-Tippen-Dropped: robot\r\ncontent-length: 2\r\n\r\n{}"));
    assertTrue(reader.dropped());
    assertEquals(200, read(OK));
    assertFalse(reader.dropped());
  }

  @Test
  void whatIsNoSingleAnswerIsRefused() {
    assertThrows(ProtocolException.class, () -> read(OK + "H"));
    assertThrows(
        ProtocolException.class,
        () -> new AnswerReaderTest().read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    assertThrows(
        ProtocolException.class,
        () -> new AnswerReaderTest().read("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"));
    assertThrows(
        ProtocolException.class,
        () -> new AnswerReaderTest().read("x".repeat(AnswerReader.ANSWER_MAX_BYTES)));
  }

  @Test
  void theEndOfTheConnectionIsToldApart() throws IOException {
    assertEquals(0, read("HTTP/1.1 2"));
    assertThrows(EOFException.class, () -> read(""));
  }
}
