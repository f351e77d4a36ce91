package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import dev.tippen.config.Origin;
import dev.tippen.event.ApiKey;
import dev.tippen.store.KeyStore;
import dev.tippen.store.KeyText;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

final class KeysCreateCommand extends Command {
  private static final int TEXT_MAX_CHARS = 256;

  private final Context context;
  private final Option type = option("--type", "TYPE", "client, demo or test");
  private final Option client = option("--client", "NAME", "Whose site it is");
  private final Option website =
      option("--website", "HOST", "The site's host, for your information; restricts nothing");
  private final Option origin =
      repeated(
          "--origin",
          "ORIGIN",
          "Origin whose pages may send, such as https://acme.example; may be repeated (default: any)");
  private final Option key = option("--key", "TEXT", "Use this existing key text");
  private final Option openRead =
      flag("--open-read", "Let anyone who has the key read its visitors");
  private final Option notes = option("--notes", "TEXT", "Anything worth keeping");
  private final Option secret = flag("--secret", "Make a secret key");
  private final Option owner = option("--for", "KEY", "The site's key that --secret reads");
  private final Option json = flag("--json", "Print JSON");
  private final DataOption data = new DataOption(this);

  KeysCreateCommand(Context context) {
    super(
        "create",
        """
        Makes a key for a site's script, or with --secret a key for programs that read.
        A site's key is public: it sends events and reads nothing, unless made with --open-read.
        A secret key is shown once and stored only as a hash.
        """,
        """
        Examples:
          ./tippen keys create --type client --client 'Acme Corp' --origin https://acme.example
          ./tippen keys create --type test --client Demo --open-read --json
          ./tippen keys create --secret --for client_acmecorp_1729800000000_abc123
        """);
    this.context = context;
  }

  @Override
  public int run(Arguments arguments) {
    if (arguments.has(secret)) {
      createSecret(arguments);
    } else {
      createKey(arguments);
    }
    return Exit.OK;
  }

  private void createKey(Arguments arguments) {
    if (arguments.has(owner)) throw new UsageException("--for goes with --secret");
    KeyStore.NewKey wanted = newKey(arguments);
    Config config = data.load(arguments, context);
    DirectAccess access = new DirectAccess(Database.open(config.data()));
    String made = new SqliteKeyStore(access).create(wanted).text();
    PrintWriter out = arguments.out();
    if (arguments.has(json)) {
      access.read(connection -> {
        Rows.printObject(connection, "SELECT * FROM api_keys WHERE api_key = ?", made, out);
        return null;
      });
    } else {
      printKey(made, config.server().address(), out);
    }
  }

  private KeyStore.NewKey newKey(Arguments arguments) {
    ApiKey.Type keyType = arguments.oneOf(ApiKey.Type.class, type);
    String clientName = checked(client, arguments);
    if (keyType == null || clientName == null) {
      throw new UsageException("A key needs --type and --client");
    }
    String text = arguments.text(key);
    if (text != null && !KeyText.isValid(text)) {
      throw new UsageException(
          "--key takes 1 to %d letters, digits, '_', '-' and '.'".formatted(ApiKey.TEXT_MAX_CHARS));
    }
    String site = checked(website, arguments);
    return new KeyStore.NewKey(
        text != null ? text : new KeyText().make(keyType, clientName, System.currentTimeMillis()),
        keyType,
        clientName,
        site == null ? null : host(site),
        /* backendUrl= */ null,
        arguments.all(origin).stream().map(KeysCreateCommand::normalized).distinct().toList(),
        arguments.has(openRead),
        /* organizationId= */ null,
        checked(notes, arguments));
  }

  private void createSecret(Arguments arguments) {
    String site = arguments.text(owner);
    if (site == null) throw new UsageException("--secret needs --for KEY");
    if (Stream.of(type, client, website, key, openRead, origin).anyMatch(arguments::has)) {
      throw new UsageException("--secret goes only with --for, --notes and --json");
    }
    DirectAccess access =
        new DirectAccess(Database.openExisting(data.load(arguments, context).data()));
    ApiKey found =
        new SqliteKeyStore(access)
            .all().stream()
                .filter(k -> k.text().equals(site))
                .findFirst()
                .orElseThrow(() -> new Failure("There is no key " + site));
    if (!found.active()) throw new Failure("The key " + site + " is " + found.status().text());
    String made = context.secretKeys().on(access).make(site, checked(notes, arguments));
    PrintWriter out = arguments.out();
    if (arguments.has(json)) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("api_key", site);
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

  /// @return null if the option was not given
  private static @Nullable String checked(Option option, Arguments arguments) {
    String value = arguments.text(option);
    if (value == null) return null;
    String stripped = value.strip();
    if (stripped.isEmpty()
        || stripped.length() > TEXT_MAX_CHARS
        || !stripped.equals(Terminal.printable(stripped))) {
      throw new UsageException(
          "--%s takes 1 to %d printable characters".formatted(option.getLongOpt(), TEXT_MAX_CHARS));
    }
    return stripped;
  }

  private static String host(String text) {
    String host =
        text.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").replaceFirst("/$", "");
    if (!host.matches("[\\p{L}\\p{N}.:\\[\\]-]{1,253}")) {
      throw new UsageException("--website takes a host such as acme.example, not '" + text + "'");
    }
    return host;
  }

  private static String normalized(String text) {
    try {
      return Origin.normalize(text);
    } catch (IllegalArgumentException _) {
      throw new UsageException("--origin takes " + Origin.ALLOWED + ", not '" + text + "'");
    }
  }
}
