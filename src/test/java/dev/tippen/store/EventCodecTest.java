package dev.tippen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.event.ApiKey;
import dev.tippen.event.TrackedEvent;
import dev.tippen.support.Events;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static final ApiKey KEY = Events.key(7);

  @Test
  void randomBatchesComeBackAsTheyWent() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<TrackedEvent> events = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) events.add(Events.random(KEY, random));
      byte[] batch = EventCodec.batch(events.stream().map(EventCodec::encode).toList());
      assertEquals(
          events, EventCodec.decodeBatch(batch, id -> id == KEY.id() ? KEY : null), "seed " + seed);
    }
  }

  @Test
  void eventsOfAKeyThatIsGoneAreLeftOut() {
    byte[] batch =
        EventCodec.batch(
            List.of(
                EventCodec.encode(Events.event(KEY, "a", "pageview", 1)),
                EventCodec.encode(Events.event(Events.key(8), "b", "pageview", 2))));
    var events = EventCodec.decodeBatch(batch, id -> id == 8 ? Events.key(8) : null);
    assertEquals(2, events.size());
    assertEquals(null, events.get(0));
    assertEquals(Events.event(Events.key(8), "b", "pageview", 2), events.get(1));
  }

  @Test
  void fieldsThatALaterVersionAppendsAreSkipped() {
    TrackedEvent event = Events.event(KEY, "a", "pageview", 1);
    byte[] encoded = EventCodec.encode(event);
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 3);
    byte[] batch = EventCodec.batch(List.of(longer, encoded));
    assertEquals(List.of(event, event), EventCodec.decodeBatch(batch, id -> KEY));
  }

  @Test
  void tornAndForeignBytesAreRefused() {
    byte[] batch = EventCodec.batch(List.of(EventCodec.encode(Events.event(KEY, "a", "exit", 1))));
    assertThrows(
        IllegalArgumentException.class, () -> EventCodec.decodeBatch(new byte[0], id -> KEY));
    assertThrows(
        IllegalArgumentException.class, () -> EventCodec.decodeBatch(new byte[] {9, 1}, id -> KEY));
    assertThrows(
        IllegalArgumentException.class,
        () -> EventCodec.decodeBatch(Arrays.copyOf(batch, batch.length - 5), id -> KEY));
  }
}
