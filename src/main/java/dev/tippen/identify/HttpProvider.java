package dev.tippen.identify;

import dev.tippen.event.Confidence;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the providers over HTTP have in common: which status code means what, and sentences for
/// people. A subclass asks and reads the body of a 200.
abstract class HttpProvider implements Provider {
  private static final Pattern QUOTA_WORDS =
      Pattern.compile("quota|credit|limit|exceed|exhaust|plan|payment|upgrade|subscription");
  private static final Pattern KEY_WORDS =
      Pattern.compile("key|token|unauthori[sz]ed|unauthenticated|credential|permission|forbidden");

  private final String source;
  private final String title;
  private final String host;
  final HttpCalls calls;

  HttpProvider(String source, String title, URI base, HttpCalls calls) {
    this.source = source;
    this.title = title;
    this.host = base.getPort() < 0 ? base.getHost() : base.getHost() + ":" + base.getPort();
    this.calls = calls;
  }

  @Override
  public final String source() {
    return source;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final String host() {
    return host;
  }

  @Override
  public final Answer lookup(InetAddress address) throws InterruptedException {
    return switch (ask(encoded(address))) {
      case HttpCalls.Result.Broken b ->
          Answer.failed(
              title + " " + b.what() + ".",
              b.reached() ? Answer.Failure.UNCERTAIN : Answer.Failure.UNREACHED);
      case HttpCalls.Result.Answered a -> answer(a);
    };
  }

  @Override
  public final void close() {
    calls.close();
  }

  @Override
  public final String toString() {
    return title + " at " + host;
  }

  /// @param address as it stands in a URL
  abstract HttpCalls.Result ask(String address) throws InterruptedException;

  /// Reads the body of a 200.
  abstract Answer found(JsonBody body);

  /// What a 403 means: most vendors say so about keys, some about spent credits.
  Answer forbidden(String message) {
    return QUOTA_WORDS.matcher(message).find() ? quota() : keyRefused();
  }

  /// Statuses beyond 200 in which the vendor differs from the others.
  ///
  /// @return null: as everybody
  @Nullable Answer special(int status, @Nullable JsonBody body) {
    return null;
  }

  private Answer answer(HttpCalls.Result.Answered a) {
    JsonBody body = a.json() ? JsonBody.parse(a.body()) : null;
    Answer special = special(a.status(), body);
    if (special != null) return special;
    return switch (a.status()) {
      case 200 -> ok(a, body);
      case 202 ->
          Answer.of(Status.PENDING, title + " is still working on this address.")
              .retryAfter(a.retryAfterSeconds());
      case 404 -> nothing();
      case 400, 422 -> Answer.of(Status.INVALID, title + " does not take this address.");
      case 401 -> keyRefused();
      case 402 -> quota().retryAfter(a.retryAfterSeconds());
      case 403 -> forbidden(message(body)).retryAfter(a.retryAfterSeconds());
      case 429 ->
          Answer.of(Status.RATE_LIMITED, title + " asks us to wait.")
              .retryAfter(a.retryAfterSeconds());
      default -> {
        boolean theirFault = a.status() >= 300;
        yield Answer.failed(
            title + " answered with status " + a.status() + ".",
            theirFault ? Answer.Failure.UNREACHED : Answer.Failure.UNCERTAIN);
      }
    };
  }

  private Answer ok(HttpCalls.Result.Answered a, @Nullable JsonBody body) {
    if (!a.json()) {
      return Answer.failed(
          title + " answered with something that is no JSON.", Answer.Failure.UNCERTAIN);
    }
    return body == null ? unreadable() : found(body);
  }

  final Answer unreadable() {
    return Answer.failed(title + " sent an answer that can't be read.", Answer.Failure.UNCERTAIN);
  }

  final Answer nothing() {
    return Answer.notFound(title + " knows no company for this address.", null);
  }

  /// @param ispName cleaned here
  final Answer accessNetwork(@Nullable String ispName) {
    return Answer.notFound(
        title + " says that the address belongs to an access or hosting network.", ispName);
  }

  final Answer quota() {
    return Answer.of(Status.QUOTA, "The credits at " + title + " are used up.");
  }

  final Answer keyRefused() {
    return Answer.keyRefused(title + " refuses the key.");
  }

  /// @param profile null if there is none
  final Answer named(@Nullable CompanyProfile profile, Confidence confidence) {
    return profile == null
        ? nothing()
        : Answer.found(profile, confidence, title + " names this company.");
  }

  static boolean speaksOfKey(String message) {
    return KEY_WORDS.matcher(message).find();
  }

  static boolean speaksOfQuota(String message) {
    return QUOTA_WORDS.matcher(message).find();
  }

  /// What the body says for people, in lower case.
  static String message(@Nullable JsonBody body) {
    if (body == null) return "";
    String text =
        body.firstText("/message", "/error/message", "/detail", "/title", "/error", "/errors/0");
    String clean = Texts.clean(text, 512);
    return clean == null ? "" : clean.toLowerCase(Locale.ROOT);
  }

  static boolean isAccessNetwork(@Nullable String type) {
    return type != null
        && switch (type.toLowerCase(Locale.ROOT)) {
          case "isp", "hosting", "mobile", "vpn", "proxy", "tor" -> true;
          default -> false;
        };
  }

  /// The base address with the path behind it.
  static URI uri(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }

  private static String encoded(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return URLEncoder.encode(zone < 0 ? text : text.substring(0, zone), StandardCharsets.UTF_8);
  }
}
