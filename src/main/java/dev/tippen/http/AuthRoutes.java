package dev.tippen.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.tippen.account.Accounts;
import dev.tippen.account.Forms.LoginForm;
import dev.tippen.account.Forms.SetUpForm;
import dev.tippen.account.Forms.SignUpForm;
import dev.tippen.account.SetUp;
import dev.tippen.account.SignIn;
import dev.tippen.account.SignIn.SignedIn;
import dev.tippen.event.ApiKey;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.store.StoreException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Set-up, sign-in and sign-out: `POST /api/auth/{setup,login,signup,verify,logout}`. Bodies are
/// JSON objects of any content type. Every answer is JSON; every error has `"success":false` before
/// `error` and `code`. A login is answered with its token in the body, for programs, and in the
/// cookie [Proofs#COOKIE], for the dashboard.
///
/// Pages of other origins may verify and end a login whose token they hold. They can't sign a
/// browser in or out: that would let them put a visitor into an account of theirs.
final class AuthRoutes {
  static final int BODY_MAX_BYTES = 16 * 1024;

  private static final int JSON_MAX_DEPTH = 16;

  private static final Logger log = LoggerFactory.getLogger(AuthRoutes.class);

  private static final ObjectMapper MAPPER = mapper();

  private final Accounts accounts;
  private final Proofs proofs;
  private final Blocking blocking;
  private final Function<RoutingContext, String> clientAddress;
  private final InstantSource clock;

  /// @param blocking lends threads for up to a second each while many sign in at once; with a pool
  ///   of its own, sign-ins don't hold up other requests
  /// @param clientAddress IP address of the client, behind a trusted proxy the forwarded one
  AuthRoutes(
      Accounts accounts,
      Proofs proofs,
      Blocking blocking,
      Function<RoutingContext, String> clientAddress,
      InstantSource clock) {
    this.accounts = accounts;
    this.proofs = proofs;
    this.blocking = blocking;
    this.clientAddress = clientAddress;
    this.clock = clock;
  }

  /// Adds the routes. Mount before a failure handler for all paths, whose errors lack `success`.
  void mount(Router router) {
    router.route("/api/auth/*").handler(AuthRoutes::neverCache).failureHandler(AuthRoutes::failed);
    router.route("/api/auth/*").handler(new Body(BODY_MAX_BYTES));
    router.post("/api/auth/setup").handler(this::setUp);
    router.post("/api/auth/login").handler(this::login);
    router.post("/api/auth/signup").handler(this::signUp);
    router.post("/api/auth/verify").handler(this::verify);
    router.post("/api/auth/logout").handler(this::logout);
    for (String path : List.of("setup", "login", "signup", "verify", "logout")) {
      Routes.others(router, "/api/auth/" + path, "POST");
    }
  }

  private void setUp(RoutingContext context) {
    if (refusedAsForeign(context)) return;
    SetUpForm form = form(context, SetUpForm.class);
    if (form == null) return;
    blocking.run(
        context,
        () -> accounts.setUp(form),
        result -> {
          switch (result) {
            case SetUp.Done(SignedIn signedIn, ApiKey site) -> {
              setCookie(context, signedIn);
              Map<String, Object> answer = answer(signedIn);
              answer.put("site", site(site, proofs.origin(context.request())));
              Answers.ok(context.response(), answer);
            }
            case SetUp.Refused(Refusal refusal) -> Answers.refuseAuth(context.response(), refusal);
          }
        });
  }

  private void login(RoutingContext context) {
    if (refusedAsForeign(context)) return;
    LoginForm form = form(context, LoginForm.class);
    if (form == null) return;
    String address = clientAddress.apply(context);
    blocking.run(context, () -> accounts.login(form, address), r -> answerSignIn(context, r));
  }

  private void signUp(RoutingContext context) {
    if (refusedAsForeign(context)) return;
    SignUpForm form = form(context, SignUpForm.class);
    if (form == null) return;
    String address = clientAddress.apply(context);
    blocking.run(context, () -> accounts.signUp(form, address), r -> answerSignIn(context, r));
  }

  private void answerSignIn(RoutingContext context, SignIn result) {
    switch (result) {
      case SignedIn signedIn -> {
        setCookie(context, signedIn);
        Answers.ok(context.response(), answer(signedIn));
      }
      case SignIn.Refused(Refusal refusal) -> Answers.refuseAuth(context.response(), refusal);
    }
  }

  private void verify(RoutingContext context) {
    TokenForm form = tokenForm(context);
    if (form == null) return;
    HttpServerRequest request = context.request();
    // Verifying changes nothing, so the cookie counts as for a read.
    boolean foreign = proofs.isForeign(request);
    String token =
        first(form.token(), Proofs.bearer(request), foreign ? null : Proofs.cookie(request));
    if (token == null) {
      Answers.refuseAuth(context.response(), Refusal.of(Problem.SESSION_INVALID));
      return;
    }
    blocking.run(
        context,
        () -> accounts.verify(token),
        result -> {
          switch (result) {
            case SignedIn signedIn -> {
              if (!foreign) setCookie(context, signedIn);
              Map<String, Object> answer = new LinkedHashMap<>();
              answer.put("success", true);
              answer.put("user", user(signedIn));
              Answers.ok(context.response(), answer);
            }
            case SignIn.Refused(Refusal refusal) -> Answers.refuseAuth(context.response(), refusal);
          }
        });
  }

  private void logout(RoutingContext context) {
    TokenForm form = tokenForm(context);
    if (form == null) return;
    HttpServerRequest request = context.request();
    String cookie = Proofs.cookie(request);
    boolean cookieCounts = proofs.cookieCounts(request);
    Set<String> tokens = new LinkedHashSet<>();
    if (form.token() != null) tokens.add(form.token());
    String bearer = Proofs.bearer(request);
    if (bearer != null) tokens.add(bearer);
    if (cookie != null && cookieCounts) tokens.add(cookie);
    if (tokens.isEmpty() && cookie != null) {
      refuseForeign(context);
      return;
    }
    blocking.run(
        context,
        () -> {
          tokens.forEach(accounts::logout);
          return true;
        },
        done -> {
          if (cookieCounts) {
            context.response().addCookie(sessionCookie(context, "").setMaxAge(0));
          }
          Answers.ok(context.response(), Map.of("success", done));
        });
  }

  /// Body of verify and logout; both may also come without one.
  private record TokenForm(@Nullable String token) {
    @Override
    public String toString() {
      return "TokenForm";
    }
  }

  private static @Nullable TokenForm tokenForm(RoutingContext context) {
    Buffer body = context.body().buffer();
    if (body == null || body.length() == 0) return new TokenForm(null);
    TokenForm form = form(context, TokenForm.class);
    return form != null && form.token() != null && form.token().isEmpty()
        ? new TokenForm(null)
        : form;
  }

  /// @return null if the body was refused and the request is answered
  private static <T> @Nullable T form(RoutingContext context, Class<T> type) {
    Buffer body = context.body().buffer();
    try {
      JsonNode node = body == null ? null : MAPPER.readTree(body.getBytes());
      if (node instanceof ObjectNode) return MAPPER.treeToValue(node, type);
      Answers.refuseAuth(context.response(), Refusal.of(Problem.BODY_MALFORMED));
    } catch (JsonMappingException e) {
      Answers.refuseAuth(context.response(), wrongField(e));
    } catch (JsonProcessingException _) {
      Answers.refuseAuth(context.response(), Refusal.of(Problem.BODY_MALFORMED));
    } catch (IOException e) {
      throw new AssertionError("reading from memory", e);
    }
    return null;
  }

  /// The path holds names of our own fields only: unknown ones are ignored before.
  private static Refusal wrongField(JsonMappingException e) {
    String field = e.getPath().isEmpty() ? null : e.getPath().getLast().getFieldName();
    return field == null
        ? Refusal.of(Problem.BODY_MALFORMED)
        : Refusal.of(Problem.FIELD_INVALID, field + " has a value of the wrong type");
  }

  private boolean refusedAsForeign(RoutingContext context) {
    if (!proofs.isForeign(context.request())) return false;
    refuseForeign(context);
    return true;
  }

  private static void refuseForeign(RoutingContext context) {
    Answers.refuseAuth(
        context.response(),
        Refusal.of(Problem.ORIGIN_NOT_ALLOWED, "Sign in and out on this server's own pages only"));
  }

  private void setCookie(RoutingContext context, SignedIn signedIn) {
    Duration left = Duration.between(clock.instant(), signedIn.expiresAt());
    context
        .response()
        .addCookie(
            sessionCookie(context, signedIn.token()).setMaxAge(Math.max(0, left.toSeconds())));
  }

  private Cookie sessionCookie(RoutingContext context, String value) {
    return Cookie.cookie(Proofs.COOKIE, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.LAX)
        .setSecure(proofs.isSecure(context.request()));
  }

  private static Map<String, Object> answer(SignedIn signedIn) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("success", true);
    answer.put("token", signedIn.token());
    answer.put("user", user(signedIn));
    return answer;
  }

  private static Map<String, Object> user(SignedIn signedIn) {
    var user = signedIn.user();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", user.id());
    fields.put("email", user.email());
    fields.put("firstName", user.firstName());
    fields.put("lastName", user.lastName());
    fields.put("role", user.role().text());
    fields.put("organizationId", user.organizationId());
    fields.put("organizationName", user.organizationName());
    fields.put("apiKey", signedIn.apiKey());
    return fields;
  }

  private static Map<String, Object> site(ApiKey site, String origin) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("apiKey", site.text());
    fields.put("name", textOrEmpty(site.clientName()));
    fields.put("website", textOrEmpty(site.website()));
    fields.put("scriptTag", scriptTag(site.text(), origin));
    return fields;
  }

  /// The tag for the owner's page.
  ///
  /// @param origin may come from a `Host` header, so it is escaped
  static String scriptTag(String apiKey, String origin) {
    String safe = origin.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    return "<script src=\"%s/tippen-tracker.js\" data-tippen-api-key=\"%s\" data-tippen-backend=\"%s\" async></script>"
        .formatted(safe, apiKey, safe);
  }

  private static void neverCache(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    context.next();
  }

  private static void failed(RoutingContext context) {
    Answers.refuseAuth(context.response(), refusal(context));
  }

  private static Refusal refusal(RoutingContext context) {
    if (context.statusCode() == Problem.BODY_TOO_LARGE.status()) {
      return Refusal.of(
          Problem.BODY_TOO_LARGE, "The body may have at most " + BODY_MAX_BYTES + " bytes");
    }
    if (context.statusCode() >= 400 && context.statusCode() < 500) {
      return Refusal.of(Problem.BODY_MALFORMED);
    }
    log.error("{} failed", context.request().path(), context.failure());
    return context.failure() instanceof StoreException
        ? new Refusal(
            Problem.STORE_FAILED, "The accounts can't be read or stored; try again shortly", 1)
        : Refusal.of(Problem.SERVER_FAULT);
  }

  private static @Nullable String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null) return value;
    }
    return null;
  }

  private static String textOrEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static ObjectMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(JSON_MAX_DEPTH).build());
    // A number is not a password: without this, Jackson would write it as text.
    var text = mapper.coercionConfigFor(LogicalType.Textual);
    for (CoercionInputShape shape :
        new CoercionInputShape[] {
          CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
      text.setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }
}
