package dev.tippen.ingest;

import dev.tippen.admission.Admission;
import dev.tippen.admission.Admission.Verdict;
import dev.tippen.enrich.AddressPrefix;
import dev.tippen.enrich.Enrichment;
import dev.tippen.event.ApiKey;
import dev.tippen.event.DropReason;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.event.UrlHost;
import dev.tippen.observe.Ledger;
import dev.tippen.store.EventLog;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The path of an event, step by step: decode, admit, honour privacy signals, enrich, append. All
/// steps are bounded local work on the caller's thread; the answer comes after the commit. Safe for
/// all threads.
public final class Ingest {
  /// How far back an event may lie by its client's own account.
  static final long AGE_MAX_MS = 48L * 3_600_000;

  private final TrackDecoder decoder = new TrackDecoder();
  private final Admission admission;
  private final Enrichment enrichment;
  private final EventLog log;
  private final Ledger ledger;
  private final InstantSource clock;

  public Ingest(
      Admission admission,
      Enrichment enrichment,
      EventLog log,
      Ledger ledger,
      InstantSource clock) {
    this.admission = admission;
    this.enrichment = enrichment;
    this.log = log;
    this.ledger = ledger;
    this.clock = clock;
  }

  /// Takes one event in. Never blocks.
  ///
  /// @param loop where `answer` is called when the commit decides; otherwise it is called at once
  /// @param answer called exactly once; `Stored` only after the event is committed and synced
  public void track(TrackRequest request, Executor loop, Consumer<Outcome> answer) {
    ledger.received();
    TrackBody body;
    try {
      body = decoder.decode(request.body());
    } catch (BadBody e) {
      settle(new Outcome.Refused(e.refusal()), answer);
      return;
    }
    switch (admit(request, body)) {
      case Verdict.Refused(var refusal) -> settle(new Outcome.Refused(refusal), answer);
      case Verdict.Admitted(var key) -> {
        DropReason reason = privacySignal(request);
        if (reason != null) {
          settle(new Outcome.Dropped(body.visitorId, reason), answer);
        } else {
          append(enrich(key, body, request), loop, answer);
        }
      }
    }
  }

  /// Decodes an event and answers as if it were stored; nothing is stored or counted. What
  /// benchmarks compare with.
  public void decodeOnly(TrackRequest request, Consumer<Outcome> answer) {
    try {
      answer.accept(new Outcome.Stored(decoder.decode(request.body()).visitorId));
    } catch (BadBody e) {
      answer.accept(new Outcome.Refused(e.refusal()));
    }
  }

  private Verdict admit(TrackRequest request, TrackBody body) {
    String key = request.keyOutsideBody() != null ? request.keyOutsideBody() : body.apiKey;
    boolean keyless = key == null || key.isEmpty();
    if (keyless && EventKind.of(body.event) == EventKind.EXIT) {
      return admission.admitKeylessExit(body.visitorId, pageHost(request, body), request.origin());
    }
    return admission.admit(key, request.origin());
  }

  private static @Nullable String pageHost(TrackRequest request, TrackBody body) {
    String byOrigin = UrlHost.of(request.origin());
    return byOrigin != null ? byOrigin : UrlHost.of(body.url);
  }

  private static @Nullable DropReason privacySignal(TrackRequest request) {
    if (request.globalPrivacyControl()) return DropReason.GPC;
    return request.doNotTrack() ? DropReason.DNT : null;
  }

  private TrackedEvent enrich(ApiKey key, TrackBody body, TrackRequest request) {
    long nowMs = clock.millis();
    EventKind kind = EventKind.of(body.event);
    String userAgent = userAgent(request, body);
    return new TrackedEvent(
        key,
        body.visitorId,
        body.event,
        kind,
        nowMs,
        nowMs - ageMs(body),
        body.eventId,
        body.attempt,
        body.pageViewId,
        website(body, kind),
        new Page(body.url, body.title, body.referrer),
        new Client(
            userAgent,
            enrichment.device(userAgent),
            body.screenResolution,
            body.language,
            body.timezone,
            AddressPrefix.of(request.remoteAddress())),
        enrichment.company(body.identifiedCompany, body.url),
        enrichment.location(body.timezone),
        body.engagement,
        body.state,
        body.detailsJson);
  }

  /// The body speaks for the visitor. The header counts only for a beacon, which browsers alone
  /// send: any other request without a user agent in its body comes from a program that relays
  /// events.
  private static @Nullable String userAgent(TrackRequest request, TrackBody body) {
    if (body.userAgent != null) return body.userAgent;
    String header = request.userAgent();
    boolean browser = request.beacon() && header != null && header.startsWith("Mozilla/");
    return browser ? cut(header, TrackDecoder.USER_AGENT_MAX_CHARS) : null;
  }

  private static @Nullable String cut(@Nullable String s, int maxChars) {
    return s == null || s.length() <= maxChars ? s : s.substring(0, maxChars);
  }

  /// Only a page view may name the site by its address: an exit must not overwrite what was
  /// declared.
  private static @Nullable String website(TrackBody body, EventKind kind) {
    if (body.website != null) return body.website;
    return kind == EventKind.PAGE_VIEW ? UrlHost.of(body.url) : null;
  }

  /// How long ago the event happened, by the client's own two clock readings: a wrong clock cancels
  /// out.
  private static long ageMs(TrackBody body) {
    if (body.sentAtMs == 0 || body.timestamp == null) return 0;
    try {
      long ageMs = body.sentAtMs - Instant.parse(body.timestamp).toEpochMilli();
      return Math.clamp(ageMs, 0, AGE_MAX_MS);
    } catch (DateTimeException | ArithmeticException _) {
      return 0;
    }
  }

  private void append(TrackedEvent event, Executor loop, Consumer<Outcome> answer) {
    log.append(
        event,
        loop,
        refusal ->
            settle(
                refusal == null
                    ? new Outcome.Stored(event.visitorId())
                    : new Outcome.Refused(refusal),
                answer));
  }

  private void settle(Outcome outcome, Consumer<Outcome> answer) {
    switch (outcome) {
      case Outcome.Stored _ -> ledger.counted();
      case Outcome.Dropped(var _, var reason) -> ledger.dropped(reason);
      case Outcome.Refused(var refusal) -> ledger.refused(refusal.problem());
    }
    answer.accept(outcome);
  }
}
