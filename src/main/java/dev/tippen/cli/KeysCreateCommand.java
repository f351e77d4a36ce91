package dev.tippen.cli;

import dev.tippen.config.Config;
import dev.tippen.config.Origin;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore;
import dev.tippen.store.KeyText;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = {
      "Makes a key for a site's script, or with --secret a key for programs that read.",
      "A site's key is public: it sends events and reads nothing, unless made with --open-read.",
      "A secret key is shown once and stored only as a hash."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen keys create --type client --client 'Acme Corp' --origin https://acme.example",
      "  ./tippen keys create --type test --client Demo --open-read --json",
      "  ./tippen keys create --secret --for client_acmecorp_1729800000000_abc123"
    })
final class KeysCreateCommand implements Runnable {
  private static final int TEXT_MAX_CHARS = 256;

  private final Context context;

  @Option(names = "--type", paramLabel = "TYPE", description = "client, demo or test")
  private ApiKey.@Nullable Type type;

  @Option(names = "--client", paramLabel = "NAME", description = "Whose site it is")
  private @Nullable String client;

  @Option(
      names = "--website",
      paramLabel = "HOST",
      description = "The site's host, for your information; restricts nothing")
  private @Nullable String website;

  @Option(
      names = "--origin",
      paramLabel = "ORIGIN",
      description =
          "Origin whose pages may send, such as https://acme.example; may be repeated (default: any)")
  private List<String> origins = new ArrayList<>();

  @Option(names = "--key", paramLabel = "TEXT", description = "Use this existing key text")
  private @Nullable String text;

  @Option(names = "--open-read", description = "Let anyone who has the key read its visitors")
  private boolean openRead;

  @Option(names = "--notes", paramLabel = "TEXT", description = "Anything worth keeping")
  private @Nullable String notes;

  @Option(names = "--secret", description = "Make a secret key")
  private boolean secret;

  @Option(names = "--for", paramLabel = "KEY", description = "The site's key that --secret reads")
  private @Nullable String apiKey;

  @Option(names = "--json", description = "Print JSON")
  private boolean json;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  KeysCreateCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    if (secret) {
      createSecret();
    } else {
      createKey();
    }
  }

  private void createKey() {
    if (apiKey != null) throw wrong("--for goes with --secret");
    if (type == null || client == null) throw wrong("A key needs --type and --client");
    KeyStore.NewKey key = newKey(type, checked("--client", client));
    Config config = data.load(context);
    DirectAccess access = new DirectAccess(Database.open(config.data()));
    String made = new SqliteKeyStore(access).create(key).text();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      access.read(connection -> {
        Rows.printObject(connection, "SELECT * FROM api_keys WHERE api_key = ?", made, out);
        return null;
      });
    } else {
      printKey(made, config.server().address(), out);
    }
  }

  private KeyStore.NewKey newKey(ApiKey.Type type, String client) {
    if (text != null && !KeyText.isValid(text)) {
      throw wrong(
          "--key takes 1 to %d letters, digits, '_', '-' and '.'".formatted(ApiKey.TEXT_MAX_CHARS));
    }
    String made =
        text != null ? text : new KeyText().make(type, client, System.currentTimeMillis());
    return new KeyStore.NewKey(
        made,
        type,
        client,
        website == null ? null : host(checked("--website", website)),
        /* backendUrl= */ null,
        origins.stream().map(this::origin).distinct().toList(),
        openRead,
        /* organizationId= */ null,
        notes == null ? null : checked("--notes", notes));
  }

  private void createSecret() {
    if (apiKey == null) throw wrong("--secret needs --for KEY");
    if (type != null
        || client != null
        || website != null
        || text != null
        || openRead
        || !origins.isEmpty()) {
      throw wrong("--secret goes only with --for, --notes and --json");
    }
    String owner = apiKey;
    DirectAccess access = new DirectAccess(Database.openExisting(data.load(context).data()));
    ApiKey site =
        new SqliteKeyStore(access)
            .all().stream()
                .filter(k -> k.text().equals(owner))
                .findFirst()
                .orElseThrow(() -> new Failure("There is no key " + owner));
    if (!site.active()) throw new Failure("The key " + owner + " is " + site.status().text());
    String made =
        context
            .secretKeys()
            .on(access)
            .make(owner, notes == null ? null : checked("--notes", notes));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("api_key", owner);
      object.put("secret_key", made);
      Json.print(object, out);
    } else {
      out.println("Secret key (shown only now):  " + made);
      out.println("Use it as:                    Authorization: Bearer " + made);
    }
  }

  private static void printKey(String key, String address, PrintWriter out) {
    out.println("Key:     " + key);
    out.println(
        "Script:  <script src=\"%1$s/tippen-tracker.js\" data-tippen-api-key=\"%2$s\" data-tippen-backend=\"%1$s\" async></script>"
            .formatted(address, key));
  }

  private String checked(String option, String value) {
    String stripped = value.strip();
    if (stripped.isEmpty()
        || stripped.length() > TEXT_MAX_CHARS
        || !stripped.equals(Terminal.printable(stripped))) {
      throw wrong(option + " takes 1 to " + TEXT_MAX_CHARS + " printable characters");
    }
    return stripped;
  }

  private String host(String text) {
    String host =
        text.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").replaceFirst("/$", "");
    if (!host.matches("[\\p{L}\\p{N}.:\\[\\]-]{1,253}")) {
      throw wrong("--website takes a host such as acme.example, not '" + text + "'");
    }
    return host;
  }

  private String origin(String text) {
    try {
      return Origin.normalize(text);
    } catch (IllegalArgumentException _) {
      throw wrong("--origin takes " + Origin.ALLOWED + ", not '" + text + "'");
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
