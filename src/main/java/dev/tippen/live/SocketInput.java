package dev.tippen.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.http.WebSocketBase;
import java.io.IOException;
import java.time.InstantSource;

/// What clients may say on a socket: `PING` and, on a dashboard, `GET_VISITORS`. Anything else is
/// ignored; a client that says too much is closed. Runs on the event loop of the socket.
final class SocketInput {
  private static final int MESSAGES_MAX_PER_SECOND = 20;
  private static final short CLOSE_POLICY = 1008;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxTokenCount(256).build())
          .build();

  private final LiveSocket socket;
  private final LiveMessages messages;
  private final InstantSource clock;
  private final Runnable onGetVisitors;
  private long second;
  private int inSecond;

  private SocketInput(
      LiveSocket socket, LiveMessages messages, InstantSource clock, Runnable onGetVisitors) {
    this.socket = socket;
    this.messages = messages;
    this.clock = clock;
    this.onGetVisitors = onGetVisitors;
  }

  static void attach(
      WebSocketBase raw,
      LiveSocket socket,
      LiveMessages messages,
      InstantSource clock,
      Runnable onGetVisitors) {
    SocketInput input = new SocketInput(socket, messages, clock, onGetVisitors);
    raw.textMessageHandler(input::message);
    raw.pongHandler(b -> socket.heard(clock.millis()));
    raw.exceptionHandler(
        e -> {}); // broken frames and too long messages close the socket by themselves
  }

  private void message(String text) {
    long nowMs = clock.millis();
    socket.heard(nowMs);
    if (nowMs / 1000 != second) {
      second = nowMs / 1000;
      inSecond = 0;
    }
    if (++inSecond > MESSAGES_MAX_PER_SECOND) {
      socket.close(CLOSE_POLICY, "too many messages");
      return;
    }
    switch (type(text)) {
      case "PING" -> socket.send(messages.pong(nowMs));
      case "GET_VISITORS" -> onGetVisitors.run();
      default -> {}
    }
  }

  private static String type(String text) {
    try (JsonParser p = JSON.createParser(text)) {
      if (p.nextToken() != JsonToken.START_OBJECT) return "";
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        JsonToken value = p.nextToken();
        if (name.equals("type") && value == JsonToken.VALUE_STRING) return p.getText();
        p.skipChildren();
      }
    } catch (IOException _) {
      // not JSON: ignored like any other unknown message
    }
    return "";
  }
}
