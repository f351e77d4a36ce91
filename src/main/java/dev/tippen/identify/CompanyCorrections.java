package dev.tippen.identify;

import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Confidence;
import dev.tippen.event.EventKind;
import dev.tippen.event.TrackedEvent;
import dev.tippen.event.TrackedEvent.Company;
import dev.tippen.event.Treatment;
import dev.tippen.store.CompanyStore.Member;
import dev.tippen.store.CompanyStore.StoredCompany;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what an owner corrected to the visitors that are stored, one event of ours each
/// ([EventKind#COMPANY_CORRECTED]). What a stop interrupts is begun again at the next start;
/// telling a visitor twice changes nothing.
public final class CompanyCorrections implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CompanyCorrections.class);
  private static final int MEMBERS_AT_A_TIME = 500;
  private static final int COMPANIES_AT_A_TIME = 100;
  private static final long LOOK_AGAIN_MS = 60_000;

  private final Companies companies;
  private final IntFunction<@Nullable ApiKey> keys;
  private final Consumer<TrackedEvent> append;
  private final InstantSource clock;
  private final Semaphore work = new Semaphore(1);
  private final Thread thread;
  private volatile boolean closing;

  /// @param keys finds a key by its id
  /// @param append hands an event to the log; may wait for room
  public CompanyCorrections(
      Companies companies,
      IntFunction<@Nullable ApiKey> keys,
      Consumer<TrackedEvent> append,
      InstantSource clock) {
    this.companies = companies;
    this.keys = keys;
    this.append = append;
    this.clock = clock;
    thread = Thread.ofPlatform().name("corrections").daemon(true).start(this::run);
  }

  /// Something was corrected.
  public void wake() {
    work.release();
  }

  private void run() {
    while (!closing) {
      try {
        if (work.tryAcquire(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) work.drainPermits();
        for (StoredCompany c : companies.store().toApply(COMPANIES_AT_A_TIME)) apply(c);
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        log.warn("a correction has not reached all visitors yet: {}", e.getMessage());
      }
    }
  }

  private void apply(StoredCompany corrected) {
    ApiKey key = keys.apply(corrected.apiKeyId());
    StoredCompany shown = companies.standIn(corrected);
    long after = 0;
    while (key != null && !closing) {
      List<Member> members = companies.store().members(corrected.id(), after, MEMBERS_AT_A_TIME);
      for (Member m : members) {
        after = m.rowId();
        append.accept(
            TrackedEvent.ofCompany(
                key,
                m.visitorId(),
                EventKind.COMPANY_CORRECTED,
                clock.millis(),
                company(shown, m)));
      }
      if (members.size() < MEMBERS_AT_A_TIME) break;
    }
    if (!closing) companies.store().applied(corrected);
  }

  private static Company company(StoredCompany shown, Member m) {
    if (shown.treatment() != Treatment.COMPANY) {
      return new Company(
          m.website() == null ? "Unknown Company" : m.website() + " Visitor",
          CompanySource.FALLBACK,
          shown.id(),
          Confidence.LOW,
          null);
    }
    CompanySource source =
        m.source() == CompanySource.FALLBACK ? CompanySource.CORRECTED : m.source();
    return new Company(
        shown.name(),
        source,
        shown.id(),
        Confidence.HIGH,
        shown.nameByOwner() ? "You gave the company this name." : "You corrected the company.");
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
