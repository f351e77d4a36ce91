package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tippen.event.TrackedEvent;
import dev.tippen.support.Events;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Any bytes are events or are refused as no batch. Runs on the batches in
/// `EventCodecFuzzTestInputs`; with `JAZZER_FUZZ=1` on as many as can be thought of.
class EventCodecFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void anyBytesAreEventsOrNoBatch(byte[] bytes) {
    List<@Nullable TrackedEvent> events;
    try {
      events = EventCodec.decodeBatch(bytes, Events::key);
    } catch (IllegalArgumentException _) {
      return;
    }
    assertTrue(events.size() < bytes.length, "more events than bytes");
    List<byte[]> encoded = new ArrayList<>();
    for (TrackedEvent e : events) {
      assertNotNull(e, "all keys are known here");
      encoded.add(EventCodec.encode(e));
    }
    assertEquals(events, EventCodec.decodeBatch(EventCodec.batch(encoded), Events::key));
  }
}
