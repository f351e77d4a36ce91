package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A source whose answers a test writes down.
final class FakeProvider implements Provider {
  private final String source;
  private final Deque<Answer> next = new ArrayDeque<>();
  private Function<InetAddress, Answer> otherwise = _ -> Answer.notFound("Nothing is known.", null);
  final AtomicInteger calls = new AtomicInteger();

  FakeProvider(String source) {
    this.source = source;
  }

  /// The answers of the next calls; afterwards those of [#always].
  FakeProvider next(Answer... answers) {
    for (Answer a : answers) next.add(a);
    return this;
  }

  FakeProvider always(Answer answer) {
    return always((InetAddress _) -> answer);
  }

  FakeProvider always(Function<InetAddress, Answer> answers) {
    otherwise = answers;
    return this;
  }

  static Answer acme() {
    return acme("Acme", "acme.example");
  }

  static Answer acme(String name, String domain) {
    CompanyProfile profile = CompanyProfile.builder().name(name).domain(domain).build();
    if (profile == null) throw new AssertionError("a company");
    return Answer.found(profile, Confidence.MEDIUM, "It says so.");
  }

  static Answer failure() {
    return Answer.failed("It broke.", Answer.Failure.UNREACHED);
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String title() {
    return "Fake " + source;
  }

  @Override
  public String host() {
    return source + ".example";
  }

  @Override
  public Answer lookup(InetAddress address) {
    calls.incrementAndGet();
    Answer scripted = next.poll();
    return scripted == null ? otherwise.apply(address) : scripted;
  }
}
