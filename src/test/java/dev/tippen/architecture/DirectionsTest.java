package dev.tippen.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Who may know whom. When this fails, the picture below is what the code should look like.
class DirectionsTest {
  private static final String PICTURE =
      """

      http -> ingest -> admission -> enrich
        |       |---> identify -> enrich
        |       \\---> store -- after commit --> live, identify -> store
        |---> analytics -> history -> store
        |---> account -> store
        \\---> ingest, cli -> imports -> event
      event, config, domain: leaves that others may see; observe counts and logs; Main wires it all

      """;

  private final JavaClasses product =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tippen");

  @Test
  void packagesKnowOnlyWhatLiesBehindThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.tippen..")
        .layer("main")
        .definedBy("dev.tippen")
        .layer("cli")
        .definedBy("dev.tippen.cli..")
        .layer("demo")
        .definedBy("dev.tippen.demo..")
        .layer("http")
        .definedBy("dev.tippen.http..")
        .layer("ingest")
        .definedBy("dev.tippen.ingest..")
        .layer("imports")
        .definedBy("dev.tippen.imports..")
        .layer("admission")
        .definedBy("dev.tippen.admission..")
        .layer("enrich")
        .definedBy("dev.tippen.enrich..")
        .layer("identify")
        .definedBy("dev.tippen.identify..")
        .layer("live")
        .definedBy("dev.tippen.live..")
        .layer("account")
        .definedBy("dev.tippen.account..")
        .layer("analytics")
        .definedBy("dev.tippen.analytics..")
        .layer("history")
        .definedBy("dev.tippen.history..")
        .layer("store")
        .definedBy("dev.tippen.store..")
        .layer("observe")
        .definedBy("dev.tippen.observe..")
        .layer("config")
        .definedBy("dev.tippen.config..")
        .layer("event")
        .definedBy("dev.tippen.event..")
        .layer("domain")
        .definedBy("dev.tippen.domain..")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("ingest")
        .mayOnlyBeAccessedByLayers("main", "http")
        .whereLayer("imports")
        .mayOnlyBeAccessedByLayers("cli", "http", "ingest")
        .whereLayer("admission")
        .mayOnlyBeAccessedByLayers("main", "http", "ingest")
        .whereLayer("enrich")
        .mayOnlyBeAccessedByLayers("main", "http", "ingest", "admission", "identify")
        .whereLayer("identify")
        .mayOnlyBeAccessedByLayers("main", "cli", "http", "ingest")
        .whereLayer("live")
        .mayOnlyBeAccessedByLayers("main", "http")
        .whereLayer("account")
        .mayOnlyBeAccessedByLayers("main", "http")
        .whereLayer("analytics")
        .mayOnlyBeAccessedByLayers("main", "cli", "http")
        .whereLayer("history")
        .mayOnlyBeAccessedByLayers("main", "cli", "http", "analytics")
        .whereLayer("observe")
        .mayOnlyBeAccessedByLayers("main", "cli", "http", "ingest")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers(
            "main",
            "cli",
            "http",
            "ingest",
            "admission",
            "enrich",
            "identify",
            "live",
            "store",
            "history",
            "observe")
        .whereLayer("event")
        .mayNotAccessAnyLayer()
        .whereLayer("config")
        .mayNotAccessAnyLayer()
        .whereLayer("store")
        .mayOnlyAccessLayers("event", "config")
        .whereLayer("history")
        .mayOnlyAccessLayers("store", "domain", "event", "config")
        .whereLayer("analytics")
        .mayOnlyAccessLayers("history", "store", "event")
        .whereLayer("identify")
        .mayOnlyAccessLayers("enrich", "store", "domain", "event", "config")
        .whereLayer("imports")
        .mayOnlyAccessLayers("event")
        .whereLayer("domain")
        .mayNotAccessAnyLayer()
        .whereLayer("live")
        .mayOnlyAccessLayers("store", "event", "config")
        .as(PICTURE)
        .check(product);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("dev.tippen.(*)..").should().beFreeOfCycles().as(PICTURE).check(product);
  }
}
