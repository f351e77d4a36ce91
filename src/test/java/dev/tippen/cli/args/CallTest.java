package dev.tippen.cli.args;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {
  private enum Size {
    SMALL,
    BIG
  }

  /// Prints what it got.
  private static final class Cut extends Command {
    private final Option json = flag("--json", "Print JSON");
    private final Option port = option("--port", "N", "Port");
    private final Option size = option("--size", "SIZE", "small or big");
    private final Option set =
        repeated(
            "--set",
            "KEY=VALUE",
            "Any setting, with a description that is so long that it can't stand on one line of a"
                + " page of a hundred characters");

    Cut() {
      super("cut", "Cuts.\nIn two.", "Examples:\n  ./saw cut");
      parameter("WOOD", "What is cut");
    }

    @Override
    public int run(Arguments a) {
      a.out()
          .print(
              "%s %s %s %s %s"
                  .formatted(
                      a.has(json),
                      a.integer(port),
                      a.oneOf(Size.class, size),
                      a.all(set),
                      a.parameter()));
      return 7;
    }
  }

  private static final class Saw extends Command {
    Saw() {
      super("saw", "Saws.", "");
      commands("COMMAND", new Cut());
    }

    @Override
    public int run(Arguments arguments) {
      arguments.printHelp();
      return 0;
    }
  }

  private static String cut(String... arguments) {
    StringWriter out = new StringWriter();
    Call call = new Call(new Cut(), "saw cut", List.of(arguments));
    try {
      call.run(new PrintWriter(out), new PrintWriter(Writer.nullWriter()));
    } catch (UsageException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return out.toString();
  }

  private static String refusal(String... arguments) {
    return String.valueOf(assertThrows(UsageException.class, () -> cut(arguments)).getMessage());
  }

  @Test
  void valuesFollowOrAreJoined() {
    assertEquals("false null null [] oak", cut("oak"));
    assertEquals(
        "true 1 BIG [a=b, c=d] oak",
        cut("--set", "a=b", "--port=1", "oak", "--json", "--size", "Big", "--set=c=d"));
  }

  @Test
  void valuesAreTakenAsTheyAre() {
    assertEquals(
        "false -1 null [\"a=b\"] -- oak", cut("--port", "-1", "--set=\"a=b\"", "--", "-- oak"));
    assertEquals("false null null [] ", cut(""));
    assertEquals("false null null [, -x] oak", cut("--set=", "--set", "-x", "oak"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--prot 1      | '--prot' is unknown here, perhaps '--port' is meant",
        "--po 1        | '--po' is unknown here",
        "--zzz=1       | '--zzz' is unknown here",
        "-port 1       | '-port' is unknown here, perhaps '--port' is meant",
        "-port1        | '-port1' is unknown here, perhaps '--port' is meant",
        "-port=1       | '-port' is unknown here, perhaps '--port' is meant",
        "-x            | '-x' is unknown here",
        "-hx           | '-hx' is unknown here",
        "oak ash       | 'ash' is unknown here",
        "--port        | --port needs a value (N)",
        "--port --json | --port needs a value (N)",
        "--port x      | --port takes a whole number, not 'x'",
        "--size huge   | --size takes one of small, big, not 'huge'",
        "--json=yes    | --json takes no value",
        "--port 1 --port 2 | --port may be given only once",
        "--json --json | --json may be given only once",
        "--json        | WOOD is missing",
      })
  void whatDoesNotFitIsNamed(String typed, String sentence) {
    String[] arguments = typed.split(" ");
    boolean wood = !typed.startsWith("oak") && !typed.equals("--json") && !typed.equals("--port");
    assertEquals(sentence, refusal(wood ? with(arguments, "oak") : arguments));
  }

  private static String[] with(String[] arguments, String last) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  @Test
  void theHelpHasEverything() {
    String page =
        """
        Usage: saw cut [-h] [--json] [--port=N] [--size=SIZE] [--set=KEY=VALUE]... WOOD
        Cuts.
        In two.
              WOOD              What is cut
          -h, --help            Show this help
              --json            Print JSON
              --port=N          Port
              --set=KEY=VALUE   Any setting, with a description that is so long that it can't stand on one
                                  line of a page of a hundred characters
              --size=SIZE       small or big

        Examples:
          ./saw cut
        """;
    assertEquals(page, cut("--help"));
    assertEquals(page, cut("-h", "--port", "x"));
  }

  @Test
  void commandsAreFollowedAsFarAsTheyGo() throws Exception {
    Call call = Call.of(new Saw(), List.of("cut", "--json", "cut"));
    assertEquals("saw cut", call.name());
    assertEquals(List.of("--json", "cut"), call.arguments());
    assertEquals(
        7, call.run(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter())));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    UsageException e =
        assertThrows(
            UsageException.class, () -> Call.of(new Saw(), List.of("cat")).run(nowhere, nowhere));
    assertEquals("'cat' is unknown here, perhaps 'cut' is meant", e.getMessage());
  }
}
