package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import dev.tippen.identify.PrefixNames;
import dev.tippen.store.LookupStore;
import dev.tippen.store.LookupStore.Marked;
import dev.tippen.store.LookupStore.Which;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteLookupStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.security.SecureRandom;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

final class IdentifyAgainCommand extends Command {
  private static final int COMPANY_MAX_CHARS = 256;

  private final Context context;
  private final Option address = option("--address", "A", "Answers about an IP address");
  private final Option company =
      option("--company", "NAME", "Answers that named this company; its name or its domain");
  private final Option notFound = flag("--not-found", "Answers that named no company");
  private final Option all = flag("--all", "All answers");
  private final Option yes = flag("--yes", "Do it");
  private final DataOption data = new DataOption(this);

  IdentifyAgainCommand(Context context) {
    super(
        "again",
        """
        Has companies looked up again: stored answers become old, and the next visit asks anew.
        Until then the old answer stays on show. Says what that can cost and, without --yes,
        changes nothing. A running server follows within seconds.
        """,
        """
        Examples:
          ./tippen identify again --address 198.51.100.7 --yes
          ./tippen identify again --company acme.example
          ./tippen identify again --not-found --yes
        """);
    this.context = context;
  }

  @Override
  public int run(Arguments arguments) {
    String named = arguments.text(address);
    String wanted = arguments.text(company);
    int chosen = (named == null ? 0 : 1) + (wanted == null ? 0 : 1);
    chosen += (arguments.has(notFound) ? 1 : 0) + (arguments.has(all) ? 1 : 0);
    if (chosen != 1) {
      throw wrong("again takes one of --address, --company, --not-found and --all");
    }
    Config config = data.load(arguments, context);
    LookupStore store =
        new SqliteLookupStore(new DirectAccess(Database.openExisting(config.data())));
    Which which = which(config, named, wanted, arguments.has(notFound));
    boolean doIt = arguments.has(yes);
    Marked marked = doIt ? store.expire(which) : store.count(which);
    print(marked, doIt, EnabledSources.of(config.identify()), arguments.out());
    return Exit.OK;
  }

  private static void print(Marked marked, boolean yes, EnabledSources sources, PrintWriter out) {
    out.printf(
        "%s %d answer%s about %d address%s%n",
        yes ? "Marked" : "Would mark",
        marked.rows(),
        marked.rows() == 1 ? "" : "s",
        marked.networks(),
        marked.networks() == 1 ? "" : "es");
    if (marked.networks() == 0) return;
    if (sources.creditsPerCall().isEmpty()) {
      out.println("Nobody will be asked: no source is switched on");
    } else {
      out.printf(
          "At most %d credits, if all of them come back and within the budgets (%s)%n",
          sources.creditsPerAddress() * marked.networks(), sources.price(marked.networks()));
    }
    if (!yes) out.println("Nothing is changed yet; --yes does it");
  }

  private static Which which(
      Config config, @Nullable String address, @Nullable String company, boolean notFound) {
    if (address != null) return new Which(names(config, address), null, null);
    if (company != null) {
      String name = company.strip();
      if (name.isEmpty() || name.length() > COMPANY_MAX_CHARS) {
        throw wrong("--company takes the name or the domain of a company");
      }
      return new Which(null, name, null);
    }
    return notFound ? new Which(null, null, "not_found") : Which.ALL;
  }

  private static java.util.List<String> names(Config config, String text) {
    try {
      return PrefixNames.of(config.data(), new SecureRandom())
          .around(InetAddress.ofLiteral(text.strip()));
    } catch (IllegalArgumentException _) {
      throw wrong("--address takes an IP address, not '" + text + "'");
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The look-up key can't be used: " + e.getMessage(), e);
    }
  }

  private static UsageException wrong(String sentence) {
    return new UsageException(sentence);
  }
}
