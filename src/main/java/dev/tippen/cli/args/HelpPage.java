package dev.tippen.cli.args;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;

/// The help of a command: usage line, description, arguments and options in alphabetical order,
/// commands below it, footer. The library's own pages are tables with a header, and spell `--data
/// <DIR>`.
final class HelpPage {
  private static final int WIDTH_CHARS = 100;
  private static final int GAP_CHARS = 3;

  private final Command command;
  private final String name;
  private final List<Option> options;

  /// @param name of the command with those above it
  HelpPage(Command command, String name) {
    this.command = command;
    this.name = name;
    this.options =
        command.options().getOptions().stream()
            .sorted(Comparator.comparing(Option::getLongOpt))
            .toList();
  }

  void print(PrintWriter out) {
    String usage = "Usage: " + name + " ";
    wrapped(usage, " ".repeat(usage.length()), usageWords()).forEach(out::println);
    command.description().forEach(out::println);
    printArguments(out);
    printCommands(out);
    if (!command.footer().isEmpty()) out.println();
    command.footer().forEach(out::println);
    out.flush();
  }

  private List<String> usageWords() {
    List<String> words = new ArrayList<>();
    words.add("[-h]");
    options.stream()
        .filter(o -> !o.hasArg() && o.getOpt() == null)
        .forEach(o -> words.add("[" + spelled(o) + "]"));
    options.stream()
        .filter(o -> o.hasArg() && !command.isRepeatable(o))
        .forEach(o -> words.add("[" + spelled(o) + "]"));
    options.stream()
        .filter(command::isRepeatable)
        .forEach(o -> words.add("[" + spelled(o) + "]..."));
    if (command.parameter() != null) words.add(spelled(command.parameter()));
    if (!command.commandsLabel().isEmpty()) words.add(command.commandsLabel());
    return words;
  }

  private void printArguments(PrintWriter out) {
    Map<String, String> rows = new LinkedHashMap<>();
    Command.Parameter parameter = command.parameter();
    if (parameter != null) rows.put("      " + spelled(parameter), parameter.description());
    for (Option o : options) {
      String dash = o.getOpt() == null ? "      " : "  -" + o.getOpt() + ", ";
      rows.put(dash + spelled(o), o.getDescription());
    }
    int column = widest(rows.keySet().stream()) + GAP_CHARS;
    rows.forEach((label, text) -> {
      String first = label + " ".repeat(column - label.length());
      wrapped(first, " ".repeat(column + 2), List.of(text.split(" "))).forEach(out::println);
    });
  }

  private void printCommands(PrintWriter out) {
    List<Command> shown = command.commands().values().stream().filter(c -> !c.isHidden()).toList();
    if (shown.isEmpty()) return;
    int column = widest(shown.stream().map(Command::name)) + 2;
    out.println("Commands:");
    for (Command c : shown) {
      String gap = " ".repeat(column - c.name().length());
      out.println("  " + c.name() + gap + c.description().getFirst());
    }
  }

  private static int widest(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(0);
  }

  private static String spelled(Option o) {
    return "--" + o.getLongOpt() + (o.hasArg() ? "=" + o.getArgName() : "");
  }

  private static String spelled(Command.Parameter parameter) {
    return parameter.many() ? "[" + parameter.label() + "...]" : parameter.label();
  }

  /// Lines of the page's width; a word that is longer gets a line of its own.
  private static List<String> wrapped(String first, String indent, List<String> words) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : words) {
      if (!empty && line.length() + 1 + word.length() > WIDTH_CHARS) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
        empty = true;
      }
      if (!empty) line.append(' ');
      line.append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }
}
