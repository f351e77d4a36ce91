package dev.tippen.cli;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "again",
    description = {
      "Has companies looked up again: stored answers become old, and the next visit asks anew.",
      "Until then the old answer stays on show. Says what that can cost and, without --yes,",
      "changes nothing. A running server follows within seconds."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen identify again --address 198.51.100.7 --yes",
      "  ./tippen identify again --company acme.example",
      "  ./tippen identify again --not-found --yes"
    })
final class IdentifyAgainCommand implements Runnable {
  private static final int COMPANY_MAX_CHARS = 256;

  private final Context context;

  @Option(names = "--address", paramLabel = "A", description = "Answers about an IP address")
  private @Nullable String address;

  @Option(
      names = "--company",
      paramLabel = "NAME",
      description = "Answers that named this company; its name or its domain")
  private @Nullable String company;

  @Option(names = "--not-found", description = "Answers that named no company")
  private boolean notFound;

  @Option(names = "--all", description = "All answers")
  private boolean all;

  @Option(names = "--yes", description = "Do it")
  private boolean yes;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  IdentifyAgainCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    int chosen = (address == null ? 0 : 1) + (company == null ? 0 : 1);
    chosen += (notFound ? 1 : 0) + (all ? 1 : 0);
    if (chosen != 1) {
      throw wrong("again takes one of --address, --company, --not-found and --all");
    }
    Config config = data.load(context);
    LookupStore store =
        new SqliteLookupStore(new DirectAccess(Database.openExisting(config.data())));
    Which which = which(config);
    Marked marked = yes ? store.expire(which) : store.count(which);
    print(marked, EnabledSources.of(config.identify()));
  }

  private void print(Marked marked, EnabledSources sources) {
    PrintWriter out = spec.commandLine().getOut();
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

  private Which which(Config config) {
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

  private java.util.List<String> names(Config config, String text) {
    try {
      return PrefixNames.of(config.data(), new SecureRandom())
          .around(InetAddress.ofLiteral(text.strip()));
    } catch (IllegalArgumentException _) {
      throw wrong("--address takes an IP address, not '" + text + "'");
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The look-up key can't be used: " + e.getMessage(), e);
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
