package dev.tippen;

import dev.tippen.cli.Cli;

/// The program. Wires the parts by hand, in the order of the flow.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Cli cli =
        new Cli(
            (_, _) -> {
              throw new IllegalStateException("the server is not wired yet");
            },
            _ ->
                (_, _) -> {
                  throw new IllegalStateException("secret keys are not wired yet");
                });
    System.exit(cli.run(arguments));
  }
}
