package dev.tippen.store;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Channel;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Confidence;
import dev.tippen.event.DeviceClass;
import dev.tippen.event.EventKind;
import dev.tippen.event.Exclusion;
import dev.tippen.event.Facts;
import dev.tippen.event.Facts.Campaign;
import dev.tippen.event.NetworkClass;
import dev.tippen.event.PlaceSource;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Activity;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.TrackedEvent.Engagement;
import dev.tippen.event.TrackedEvent.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The binary form of events in the spool.
///
/// A batch is one byte with the format's version, then its events, each preceded by its length.
/// Inside an event: numbers as LEB128 varints; texts as varint (length in bytes + 1, 0 for null)
/// and UTF-8; enums as ordinal + 1, 0 for null. New fields go to the end of the event: a reader
/// that finds bytes it doesn't know skips them, one that finds the event at its end takes the field
/// as null or 0. The order of enum constants is therefore part of the format.
public final class EventCodec {
  public static final byte VERSION = 1;

  private static final Activity[] ACTIVITIES = Activity.values();
  private static final CompanySource[] SOURCES = CompanySource.values();
  private static final Exclusion[] EXCLUSIONS = Exclusion.values();
  private static final EventKind[] KINDS = EventKind.values();
  private static final Confidence[] CONFIDENCES = Confidence.values();
  private static final DeviceClass[] DEVICES = DeviceClass.values();
  private static final PlaceSource[] PLACE_SOURCES = PlaceSource.values();
  private static final NetworkClass[] NETWORKS = NetworkClass.values();
  private static final Channel[] CHANNELS = Channel.values();
  private static final ThreadLocal<Writer> WRITERS = ThreadLocal.withInitial(Writer::new);

  private EventCodec() {}

  /// One event without its length. Safe for all threads.
  public static byte[] encode(TrackedEvent e) {
    Writer w = WRITERS.get();
    w.length = 0;
    w.number(e.key().id());
    w.text(e.visitorId());
    w.text(e.name());
    w.number(e.receivedAtMs());
    w.number(e.occurredAtMs());
    w.text(e.eventId());
    w.number(e.attempt());
    w.text(e.pageViewId());
    w.text(e.website());
    w.text(e.page().url());
    w.text(e.page().title());
    w.text(e.page().referrer());
    w.text(e.client().userAgent());
    w.text(e.client().device());
    w.text(e.client().screenResolution());
    w.text(e.client().language());
    w.text(e.client().timezone());
    w.text(e.client().addressPrefix());
    Company company = e.company();
    w.text(company == null ? null : company.name());
    w.number(company == null ? 0 : company.source().ordinal() + 1);
    w.text(e.location());
    Engagement engagement = e.engagement();
    w.number(engagement == null ? 0 : engagement.seq());
    w.number(engagement == null ? 0 : engagement.engagedMs());
    w.number(engagement == null ? 0 : engagement.scrollPct());
    Activity activity = e.activity();
    w.number(activity == null ? 0 : activity.ordinal() + 1);
    w.text(e.detailsJson());
    Exclusion exclusion = e.exclusion();
    w.number(exclusion == null ? 0 : exclusion.ordinal() + 1);
    w.number(e.kind().isOurs() ? e.kind().ordinal() + 1 : 0);
    w.number(company == null ? 0 : company.id());
    w.number(company == null ? 0 : company.confidence().ordinal());
    w.text(company == null ? null : company.why());
    facts(w, e.facts());
    return w.bytes();
  }

  private static void facts(Writer w, Facts f) {
    w.number(f.marks());
    Facts.Device device = f.device();
    w.text(device == null ? null : device.browser());
    if (device != null) {
      w.text(device.browserVersion());
      w.text(device.system());
      w.text(device.systemVersion());
      w.number(device.deviceClass().ordinal());
    }
    Facts.Place place = f.place();
    w.text(place == null ? null : place.countryCode());
    if (place != null) {
      w.text(place.region());
      w.text(place.city());
      w.number(place.source().ordinal());
    }
    Facts.Network network = f.network();
    w.text(network == null ? null : network.organisation());
    if (network != null) {
      w.number(network.asn());
      w.number(network.networkClass().ordinal());
    }
    Facts.Arrival arrival = f.arrival();
    w.number(arrival == null ? 0 : arrival.channel().ordinal() + 1);
    if (arrival != null) {
      w.text(arrival.source());
      Campaign c = arrival.campaign();
      w.number(c.equals(Campaign.NONE) ? 0 : 1);
      if (!c.equals(Campaign.NONE)) {
        w.text(c.source());
        w.text(c.medium());
        w.text(c.name());
        w.text(c.term());
        w.text(c.content());
      }
    }
  }

  /// A batch of events in the form that [#decodeBatch] reads.
  public static byte[] batch(List<byte[]> encoded) {
    int size = 1;
    for (byte[] e : encoded) size += e.length + Writer.VARINT_MAX_BYTES;
    Writer w = new Writer(size);
    w.raw(new byte[] {VERSION});
    for (byte[] e : encoded) {
      w.number(e.length);
      w.raw(e);
    }
    return w.bytes();
  }

  /// @param keys finds a key by its id; events of a key that is gone are left out (null in the
  ///   list)
  /// @return one entry an event, in order
  /// @throws IllegalArgumentException if the bytes are not a batch of a known version
  public static List<@Nullable TrackedEvent> decodeBatch(
      byte[] batch, IntFunction<@Nullable ApiKey> keys) {
    if (batch.length == 0 || batch[0] != VERSION) {
      throw new IllegalArgumentException("not an event batch of version " + VERSION);
    }
    List<@Nullable TrackedEvent> events = new ArrayList<>();
    Reader r = new Reader(batch, 1, batch.length);
    while (r.at < r.end) {
      int length = r.length(r.number());
      events.add(decode(new Reader(batch, r.at, r.at + length), keys));
      r.at += length;
    }
    return events;
  }

  /// The fingerprints of a batch's events that have an id, without reading the rest of them.
  ///
  /// @throws IllegalArgumentException as [#decodeBatch]
  public static void fingerprints(byte[] batch, Consumer<Fingerprint> found) {
    if (batch.length == 0 || batch[0] != VERSION) {
      throw new IllegalArgumentException("not an event batch of version " + VERSION);
    }
    Reader r = new Reader(batch, 1, batch.length);
    while (r.at < r.end) {
      int length = r.length(r.number());
      Reader e = new Reader(batch, r.at, r.at + length);
      int apiKeyId = (int) e.number();
      String visitorId = e.required();
      e.required(); // name
      e.number(); // received
      e.number(); // occurred
      String eventId = e.text();
      if (eventId != null && !eventId.isEmpty()) {
        found.accept(Fingerprint.of(apiKeyId, visitorId, eventId));
      }
      r.at += length;
    }
  }

  private static @Nullable TrackedEvent decode(Reader r, IntFunction<@Nullable ApiKey> keys) {
    ApiKey key = keys.apply((int) r.number());
    if (key == null) return null;
    String visitorId = r.required();
    String name = r.required();
    long receivedAtMs = r.number();
    long occurredAtMs = r.number();
    String eventId = r.text();
    int attempt = (int) r.number();
    String pageViewId = r.text();
    String website = r.text();
    Page page = new Page(r.text(), r.text(), r.text());
    Client client = new Client(r.text(), r.text(), r.text(), r.text(), r.text(), r.text());
    String companyName = r.text();
    int companySource = (int) r.number();
    String location = r.text();
    Engagement engagement = engagement((int) r.number(), (int) r.number(), (int) r.number());
    Activity activity = activity((int) r.number());
    String detailsJson = r.text();
    Exclusion exclusion = exclusion((int) r.number());
    int ours = (int) r.number();
    Company company = company(companyName, companySource, r);
    return new TrackedEvent(
        key,
        visitorId,
        name,
        ours == 0 ? EventKind.of(name) : constant(KINDS, ours),
        receivedAtMs,
        occurredAtMs,
        eventId,
        attempt,
        pageViewId,
        website,
        page,
        client,
        company,
        location,
        engagement,
        activity,
        detailsJson,
        exclusion,
        facts(r),
        null);
  }

  private static @Nullable Company company(@Nullable String name, int source, Reader r) {
    long id = r.number();
    Confidence confidence = constant(CONFIDENCES, (int) r.number() + 1);
    String why = r.text();
    return name == null || source == 0
        ? null
        : new Company(name, constant(SOURCES, source), id, confidence, why);
  }

  private static Facts facts(Reader r) {
    int marks = (int) r.number();
    String browser = r.text();
    Facts.Device device =
        browser == null
            ? null
            : new Facts.Device(
                browser, r.text(), r.required(), r.text(), constant(DEVICES, (int) r.number() + 1));
    String country = r.text();
    Facts.Place place =
        country == null
            ? null
            : new Facts.Place(
                country, r.text(), r.text(), constant(PLACE_SOURCES, (int) r.number() + 1));
    String organisation = r.text();
    Facts.Network network =
        organisation == null
            ? null
            : new Facts.Network(r.number(), organisation, constant(NETWORKS, (int) r.number() + 1));
    // In the order in which they were written, which is not that of the constructor.
    Facts.Arrival arrival = arrival(r);
    return new Facts(device, place, arrival, network, marks);
  }

  private static Facts.@Nullable Arrival arrival(Reader r) {
    int channel = (int) r.number();
    if (channel == 0) return null;
    String source = r.text();
    Campaign campaign =
        r.number() == 0
            ? Campaign.NONE
            : new Campaign(r.text(), r.text(), r.text(), r.text(), r.text());
    return new Facts.Arrival(constant(CHANNELS, channel), source, campaign);
  }

  private static @Nullable Engagement engagement(int seq, int engagedMs, int scrollPct) {
    return seq == 0 ? null : new Engagement(seq, engagedMs, scrollPct);
  }

  private static @Nullable Activity activity(int code) {
    return code == 0 ? null : constant(ACTIVITIES, code);
  }

  private static <E extends Enum<E>> E constant(E[] constants, int code) {
    if (code < 1 || code > constants.length) throw new IllegalArgumentException("unknown constant");
    return constants[code - 1];
  }

  private static @Nullable Exclusion exclusion(int code) {
    return code == 0 ? null : constant(EXCLUSIONS, code);
  }

  private static final class Writer {
    static final int VARINT_MAX_BYTES = 10;

    private byte[] buffer;
    private int length;

    Writer() {
      this(4 * 1024);
    }

    Writer(int size) {
      buffer = new byte[size];
    }

    void number(long n) {
      room(VARINT_MAX_BYTES);
      for (; (n & ~0x7FL) != 0; n >>>= 7) buffer[length++] = (byte) (n & 0x7F | 0x80);
      buffer[length++] = (byte) n;
    }

    void text(@Nullable String s) {
      if (s == null) {
        number(0);
        return;
      }
      byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
      number(utf8.length + 1L);
      raw(utf8);
    }

    void raw(byte[] bytes) {
      room(bytes.length);
      System.arraycopy(bytes, 0, buffer, length, bytes.length);
      length += bytes.length;
    }

    byte[] bytes() {
      return Arrays.copyOf(buffer, length);
    }

    private void room(int bytes) {
      if (buffer.length - length < bytes) {
        buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes));
      }
    }
  }

  private static final class Reader {
    private final byte[] buffer;
    private final int end;
    private int at;

    Reader(byte[] buffer, int from, int end) {
      this.buffer = buffer;
      this.at = from;
      this.end = end;
    }

    long number() {
      if (at >= end) return 0;
      long n = 0;
      for (int shift = 0; ; shift += 7) {
        if (at >= end || shift > 63) throw new IllegalArgumentException("torn number");
        byte b = buffer[at++];
        n |= (long) (b & 0x7F) << shift;
        if (b >= 0) return n;
      }
    }

    @Nullable String text() {
      long coded = number();
      if (coded == 0) return null;
      int length = length(coded - 1);
      String s = new String(buffer, at, length, StandardCharsets.UTF_8);
      at += length;
      return s;
    }

    /// @throws IllegalArgumentException if fewer bytes are left
    int length(long bytes) {
      if (bytes < 0 || bytes > end - at) throw new IllegalArgumentException("torn batch");
      return (int) bytes;
    }

    String required() {
      String s = text();
      if (s == null) throw new IllegalArgumentException("a required text is missing");
      return s;
    }
  }
}
