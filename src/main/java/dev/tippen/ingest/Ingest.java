package dev.tippen.ingest;

import dev.tippen.admission.Admission;
import dev.tippen.admission.Admission.Verdict;
import dev.tippen.config.Config;
import dev.tippen.enrich.Enrichment;
import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.address.StoredAddress;
import dev.tippen.enrich.agent.Agent;
import dev.tippen.enrich.place.Place;
import dev.tippen.enrich.place.Places;
import dev.tippen.enrich.place.Surroundings;
import dev.tippen.event.ApiKey;
import dev.tippen.event.EventKind;
import dev.tippen.event.Exclusion;
import dev.tippen.event.FieldLimits;
import dev.tippen.event.Refusal;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Client;
import dev.tippen.event.TrackedEvent.Page;
import dev.tippen.event.UrlHost;
import dev.tippen.identify.Identification;
import dev.tippen.observe.Ledger;
import dev.tippen.observe.Ledger.End;
import dev.tippen.observe.StepTimes;
import dev.tippen.observe.StepTimes.Step;
import dev.tippen.store.EventLog;
import dev.tippen.store.EventLog.Result;
import dev.tippen.store.EventLog.Result.Kept;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The path of an event, step by step: admit the address, decode, admit the key, honour privacy
/// signals, enrich, append. All steps are bounded local work on the caller's thread; the answer
/// comes after the commit. Each event that comes in ends exactly once in the ledger. Safe for all
/// threads.
public final class Ingest {
  /// How far back an event may lie by its client's own account.
  static final long AGE_MAX_MS = 48L * 3_600_000;

  private final TrackDecoder decoder;
  private final Parts parts;

  /// What the steps call.
  public record Parts(
      Admission admission,
      Enrichment enrichment,
      EventLog log,
      CookielessIds cookielessIds,
      Identification identification,
      ExcludedEvents excluded,
      Config.StoredAddress storedAddress,
      Ledger ledger,
      StepTimes times,
      InstantSource clock) {}

  /// @param eventMaxBytes of one event of a batch
  public Ingest(Parts parts, int eventMaxBytes) {
    this.parts = parts;
    decoder = new TrackDecoder(eventMaxBytes);
  }

  /// Takes one event in. Never blocks.
  ///
  /// @param loop where `answer` is called when the commit decides; otherwise it is called at once
  /// @param answer called exactly once; `Stored` only after the event is committed and synced
  public void track(TrackRequest request, Executor loop, Consumer<Outcome> answer) {
    parts.ledger.received();
    Refusal tooMany = parts.admission.admitAddress(request.address(), 1);
    if (tooMany != null) {
      refuse(null, tooMany, answer);
      return;
    }
    long began = parts.times.begin();
    TrackBody body;
    try {
      body = decoder.decode(request.body());
    } catch (BadBody e) {
      refuse(null, e.refusal(), answer);
      return;
    }
    began = parts.times.step(Step.DECODE, began);
    String key = request.keyOutsideBody() != null ? request.keyOutsideBody() : body.apiKey;
    decoded(request, body, key, userAgent(request, body), began, loop, answer);
  }

  /// Takes the events of a batch in, each on its own. Never blocks.
  ///
  /// @param loop the executor of the calling thread; also where `answer` is called
  /// @param answer called exactly once, when the last of them has ended
  public void trackBatch(TrackRequest request, Executor loop, Consumer<BatchOutcome> answer) {
    TrackBatch batch;
    try {
      batch = decoder.decodeBatch(request.body());
    } catch (BadBody e) {
      parts.ledger.received();
      refuse(null, e.refusal(), o -> answer.accept(new BatchOutcome.Refused(e.refusal())));
      return;
    }
    BatchAnswer answers = new BatchAnswer(batch.items().size(), answer);
    Refusal tooMany =
        batch.items().isEmpty()
            ? null
            : parts.admission.admitAddress(request.address(), batch.items().size());
    for (int i = 0; i < batch.items().size(); i++) {
      parts.ledger.received();
      switch (batch.items().get(i)) {
        case TrackBatch.Item.Bad(var refusal) -> refuse(null, refusal, answers.of(i, null));
        case TrackBatch.Item.Event(var body) -> {
          Consumer<Outcome> one = answers.of(i, body.eventId);
          if (tooMany != null) {
            refuse(null, tooMany, one);
          } else {
            String key = batchKey(request, batch, body);
            decoded(request, body, key, userAgent(request, body), 0, loop, one);
          }
        }
      }
    }
    answers.allAreAsked();
  }

  private static @Nullable String batchKey(TrackRequest request, TrackBatch batch, TrackBody body) {
    if (request.keyOutsideBody() != null) return request.keyOutsideBody();
    return body.apiKey != null ? body.apiKey : batch.apiKey();
  }

  /// Takes in what a page without script asks for. As [#track] otherwise.
  ///
  /// @param request its body is not looked at
  public void trackPixel(
      TrackRequest request, PixelRequest pixel, Executor loop, Consumer<Outcome> answer) {
    parts.ledger.received();
    Refusal tooMany = parts.admission.admitAddress(request.address(), 1);
    if (tooMany != null) {
      refuse(null, tooMany, answer);
      return;
    }
    TrackBody body;
    String userAgent = cut(request.userAgent(), FieldLimits.USER_AGENT_MAX_CHARS);
    try {
      String visitorId = pixel.visitorId();
      if (visitorId == null || visitorId.isBlank()) visitorId = cookielessId(request, userAgent);
      body = decoder.ofPixel(pixel, visitorId);
    } catch (BadBody e) {
      refuse(null, e.refusal(), answer);
      return;
    }
    decoded(request, body, request.keyOutsideBody(), userAgent, 0, loop, answer);
  }

  private String cookielessId(TrackRequest request, @Nullable String userAgent) {
    int key =
        parts.admission.admit(request.keyOutsideBody(), request.origin())
                instanceof Verdict.Admitted(var k)
            ? k.id()
            : 0;
    return parts.cookielessIds.idOf(
        key, request.address() == null ? null : request.address().toString(), userAgent);
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

  private void decoded(
      TrackRequest request,
      TrackBody body,
      @Nullable String keyText,
      @Nullable String userAgent,
      long began,
      Executor loop,
      Consumer<Outcome> answer) {
    switch (admit(request, body, keyText)) {
      case Verdict.Refused(var key, var refusal) -> refuse(key, refusal, answer);
      case Verdict.Admitted(var key) -> {
        began = parts.times.step(Step.ADMIT, began);
        Exclusion why = privacySignal(request);
        if (why != null) {
          parts.excluded.count(key, why, null);
          exclude(key, body.visitorId, why, answer);
          return;
        }
        TrackedEvent event = enrich(key, body, request, userAgent);
        append(event, parts.times.step(Step.ENRICH, began), loop, answer);
      }
    }
  }

  private Verdict admit(TrackRequest request, TrackBody body, @Nullable String key) {
    boolean keyless = key == null || key.isEmpty();
    if (keyless && EventKind.of(body.event) == EventKind.EXIT) {
      return parts.admission.admitKeylessExit(
          body.visitorId, pageHost(request, body), request.origin());
    }
    return parts.admission.admitEvent(key, request.origin());
  }

  private static @Nullable String pageHost(TrackRequest request, TrackBody body) {
    String byOrigin = UrlHost.of(request.origin());
    return byOrigin != null ? byOrigin : UrlHost.of(body.url);
  }

  private static @Nullable Exclusion privacySignal(TrackRequest request) {
    if (request.globalPrivacyControl()) return Exclusion.GPC;
    return request.doNotTrack() ? Exclusion.DNT : null;
  }

  private TrackedEvent enrich(
      ApiKey key, TrackBody body, TrackRequest request, @Nullable String userAgent) {
    Enrichment enrichment = parts.enrichment;
    long nowMs = parts.clock.millis();
    EventKind kind = EventKind.of(body.event);
    IpAddress address = request.address();
    Surroundings around = enrichment.surroundings(address);
    Agent agent = enrichment.agent(userAgent, request.hints());
    Place place = enrichment.place(around, request.country(), body.timezone);
    Exclusion why = Enrichment.exclusion(agent, body.automation);
    Identification.Verdict company =
        parts.identification.of(
            key, around, address, body.identity, why == null && !body.consentDenied, body.url);
    if (why == null) why = company.exclusion();
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
            userAgent == null ? null : agent.label(),
            body.screenResolution,
            body.language,
            body.timezone,
            StoredAddress.of(address, parts.storedAddress)),
        company.company(),
        Places.text(place, body.timezone),
        body.engagement,
        body.state,
        body.detailsJson,
        why,
        enrichment.facts(key, body.visitorId, kind, agent, around, place, body.url, body.referrer),
        company.askAfterwards() && address != null && why == null ? address.inetAddress() : null);
  }

  /// The body speaks for the visitor. The header counts only for a beacon, which browsers alone
  /// send: any other request without a user agent in its body comes from a program that relays
  /// events.
  private static @Nullable String userAgent(TrackRequest request, TrackBody body) {
    if (body.userAgent != null) return body.userAgent;
    String header = request.userAgent();
    boolean browser = request.beacon() && header != null && header.startsWith("Mozilla/");
    return browser ? cut(header, FieldLimits.USER_AGENT_MAX_CHARS) : null;
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
      long ageMs = body.sentAtMs - UtcTime.epochMs(body.timestamp);
      return Math.clamp(ageMs, 0, AGE_MAX_MS);
    } catch (DateTimeException | ArithmeticException _) {
      return 0;
    }
  }

  private void append(TrackedEvent event, long began, Executor loop, Consumer<Outcome> answer) {
    boolean timed = began != 0;
    long queued = timed ? System.nanoTime() | 1 : 0;
    parts.log.append(
        event,
        loop,
        result -> {
          if (timed) parts.times.step(Step.COMMIT, queued);
          stored(event, result, answer);
        });
    if (timed) parts.times.step(Step.APPEND, began);
  }

  private void stored(TrackedEvent event, Result result, Consumer<Outcome> answer) {
    Exclusion why = event.exclusion();
    switch (result) {
      case Result.Refused(var refusal) -> refuse(event.key(), refusal, answer);
      case Kept.DUPLICATE -> {
        parts.ledger.ended(event.key(), End.Plain.DUPLICATE);
        answer.accept(new Outcome.Stored(event.visitorId()));
      }
      case Kept.COMMITTED -> {
        if (why != null) {
          parts.excluded.count(event.key(), why, parts.enrichment.excludedName(event));
          exclude(event.key(), event.visitorId(), why, answer);
        } else {
          parts.ledger.ended(event.key(), End.Plain.COUNTED);
          answer.accept(new Outcome.Stored(event.visitorId()));
        }
      }
    }
  }

  private void exclude(ApiKey key, String visitorId, Exclusion why, Consumer<Outcome> answer) {
    parts.ledger.ended(key, new End.Excluded(why));
    answer.accept(new Outcome.Excluded(visitorId, why));
  }

  private void refuse(@Nullable ApiKey key, Refusal refusal, Consumer<Outcome> answer) {
    parts.ledger.ended(key, new End.Refused(refusal.problem()));
    answer.accept(new Outcome.Refused(refusal));
  }
}
