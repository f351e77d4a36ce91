package dev.tippen.enrich.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.NetworkClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkNamesTest {
  private static final Path LABELLED = Path.of("src/test/resources/enrich/networks.tsv");

  private final NetworkNames names = new NetworkNames();

  private record Labelled(String organisation, NetworkClass label) {}

  private static List<Labelled> labelled() throws IOException {
    List<Labelled> all = new ArrayList<>();
    for (String line : Files.readAllLines(LABELLED)) {
      if (line.startsWith("#")) continue;
      String[] columns = line.split("\t");
      all.add(new Labelled(columns[0], NetworkClass.valueOf(columns[1].toUpperCase(Locale.ROOT))));
    }
    return all;
  }

  @Test
  void everyLabelledOrganisationIsKnownForWhatItIs() throws IOException {
    List<Labelled> all = labelled();
    List<String> wrong = new ArrayList<>();
    int companiesLost = 0;
    int networksKept = 0;
    for (Labelled one : all) {
      NetworkClass said = names.classify(one.organisation, null);
      if (said == one.label) continue;
      wrong.add(one.organisation + " is " + one.label + ", not " + said);
      if (one.label == NetworkClass.BUSINESS) companiesLost++;
      if (said == NetworkClass.BUSINESS) networksKept++;
    }
    assertTrue(all.size() > 300, "the table is whole");
    String score = all.size() - wrong.size() + " of " + all.size() + ", companies lost ";
    assertEquals(
        List.of(),
        wrong,
        score
            + companiesLost
            + ", others taken for companies "
            + networksKept
            + "\n"
            + String.join("\n", wrong)
            + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Acme, acme.edu, EDUCATION",
    "Acme, acme.ac.uk, EDUCATION",
    "Acme, acme.edu.au, EDUCATION",
    "Acme, acme.gov, GOVERNMENT",
    "Acme, acme.gov.au, GOVERNMENT",
    "Acme, acme.gouv.fr, GOVERNMENT",
    "Acme, acme.mil, GOVERNMENT",
    "Acme, ac.example.com, BUSINESS",
    "Acme, edu.com, BUSINESS",
    "Acme, acme.ac, BUSINESS",
    "Acme, gov, BUSINESS",
    "Example Telecom, example.com, ISP"
  })
  void theDomainTellsSchoolsAndTheState(String name, String domain, NetworkClass expected) {
    assertEquals(expected, names.classify(name, domain));
  }

  @Test
  void theListOfCompaniesWinsOverTheirSize() {
    assertTrue(names.isNamedCompany("Apple Inc."));
    assertTrue(names.isNamedCompany("Ford Motor Company"));
    assertEquals(false, names.isNamedCompany("Acme Inc."));
  }

  @Test
  void signsAccentsAndCaseDoNotMatter() {
    assertEquals(NetworkClass.ISP, names.classify("TÉLÉCOM-Süd", null));
    assertEquals(NetworkClass.HOSTING, names.classify("1&1 IONOS SE", null));
    assertEquals(NetworkClass.EDUCATION, names.classify("UNIVERSİTESİ", null));
  }

  @Test
  void noNameMakesItFail() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      int length = random.nextInt(i % 100 == 0 ? 2_000 : 30);
      for (int c = 0; c < length; c++) {
        name.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
      }
      names.classify(name.toString(), name.toString());
    }
    assertEquals(NetworkClass.BUSINESS, names.classify("", ""));
    assertEquals(NetworkClass.BUSINESS, names.classify("...", "..."));
  }
}
