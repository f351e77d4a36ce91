package dev.tippen.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a checkout of a few invented files, with scripts in place of Java, Maven and
/// Node that write down how they were called.
class LauncherTest {
  @TempDir Path temp;
  private Path root;
  private Path home;
  private Path bin;
  private Path calls;
  private final Map<String, String> environment = new TreeMap<>();

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void checkout() throws IOException {
    root = Files.createDirectories(temp.resolve("my checkout"));
    home = Files.createDirectories(temp.resolve("home"));
    bin = Files.createDirectories(temp.resolve("bin"));
    calls = temp.resolve("calls");
    Files.copy(Path.of("tippen"), root.resolve("tippen"));
    executable(root.resolve("tippen"), Files.readString(Path.of("tippen")));
    write("src/main/java/A.java", "class A {}");
    write("src/main/java/B.java", "class B {}");
    write("pom.xml", "<project/>");
    write(".mvn/jvm.config", "");
    write("web/package-lock.json", "{}");
    write("web/tracker/index.ts", "");
    write("bench/pom.xml", "<project/>");
    write("bench/src/main/java/C.java", "class C {}");
    tool(
        "mvn",
        "[ \"$1\" = -v ] && { echo 'Apache Maven 3.8.7'; exit; }\n"
            + "echo \"mvn $* with $JAVA_HOME\" >>'"
            + calls
            + "'\n"
            + "[ ! -e \"$FAIL\" ] || { echo 'no such symbol'; exit 1; }\n"
            + "case $* in *bench/pom.xml*) jar=bench/target/tippen-bench.jar ;;"
            + " *) jar=target/tippen.jar ;; esac\n"
            + "mkdir -p \"${jar%/*}\"; echo jar >$jar");
    tool("node", "echo v20.1.0");
    tool(
        "npm",
        "echo \"npm $*\" >>'"
            + calls
            + "'\n"
            + "case $1 in ci) mkdir -p node_modules ;; run) mkdir -p dist ;; esac");
    environment.put("PATH", bin + ":/usr/bin:/bin");
    environment.put("HOME", home.toString());
    environment.put("TIPPEN_JDK_FOLDERS", home + "/jvm/*");
    environment.put("FAIL", temp.resolve("fail").toString());
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void tool(String name, String script) throws IOException {
    executable(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
  }

  /// A folder that looks like a JDK; its `java` prints its home and arguments.
  private Path jdk(Path folder, String version) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("release"), "X=1\nJAVA_VERSION=\"" + version + "\"\n");
    executable(folder.resolve("bin/javac"), "#!/bin/sh\n");
    executable(
        folder.resolve("bin/java"),
        "#!/bin/sh\n"
            + "for a in \"$@\"; do case $a in -XX:AOTCacheOutput=*) echo cache >\"${a#*=}\" ;; esac; done\n"
            + "case \"$*\" in *aot-train*) echo train >>'"
            + calls
            + "' ;;"
            + " *) echo \""
            + folder
            + "\"; umask; pwd; printf '[%s]' \"$@\"; echo ;; esac\n");
    return folder;
  }

  private Path jdk25() throws IOException {
    return jdk(home.resolve("jvm/temurin-25"), "25.0.3");
  }

  private Result run(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("tippen"), temp, arguments);
  }

  private Result run(Path launcher, Path folder, String... arguments)
      throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    Process process = start(launcher, folder, out, err, arguments);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher hangs");
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Process start(Path launcher, Path folder, Path out, Path err, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  private List<String> calls() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls, StandardCharsets.UTF_8) : List.of();
  }

  private void usesJdk(Path expected) throws Exception {
    Result result = run("version");
    assertEquals(0, result.exitCode, result.err);
    assertEquals(expected.toString(), result.out.lines().findFirst().orElse(""), result.err);
  }

  @Test
  void anOldDefaultJavaBesideANewOne() throws Exception {
    Path old = jdk(home.resolve("jvm/java-17"), "17.0.15");
    Files.createSymbolicLink(bin.resolve("java"), old.resolve("bin/java"));
    environment.put("JAVA_HOME", old.toString());
    usesJdk(jdk25());
  }

  @Test
  void theHighestVersionOfTheUsualFoldersWins() throws Exception {
    jdk(home.resolve(".jdks/ibm-9"), "9.0.4");
    jdk(home.resolve("jvm/a"), "25.0.3");
    jdk(home.resolve("jvm/b"), "25.0.12");
    Path best = jdk(home.resolve(".sdkman/candidates/java/26-ea"), "26-ea");
    jdk(home.resolve("jvm/z"), "1.8.0_402");
    usesJdk(best);
  }

  @Test
  void homebrewKeepsItDeeper() throws Exception {
    Path keg = home.resolve("jvm/openjdk@25");
    usesJdk(jdk(keg.resolve("libexec/openjdk.jdk/Contents/Home"), "25.0.1"));
  }

  @Test
  void aJreIsNotEnough() throws Exception {
    Files.delete(jdk(home.resolve("jvm/jre"), "26").resolve("bin/javac"));
    usesJdk(jdk25());
  }

  @Test
  void whatTheCallerNamesGoesFirst() throws Exception {
    jdk(home.resolve("jvm/newer"), "27");
    Path onPath = jdk(temp.resolve("path jdk"), "25.0.1");
    Files.createSymbolicLink(bin.resolve("java"), onPath.resolve("bin/java"));
    usesJdk(onPath);
    Path javaHome = jdk(temp.resolve("java home"), "25.0.1");
    environment.put("JAVA_HOME", javaHome.toString());
    usesJdk(javaHome);
    Path named = jdk(temp.resolve("named"), "25");
    environment.put("TIPPEN_JAVA_HOME", named.toString());
    usesJdk(named);
    environment.put("TIPPEN_JAVA_HOME", temp.toString());
    Result result = run("version");
    assertEquals(1, result.exitCode);
    assertTrue(result.err.contains("TIPPEN_JAVA_HOME"), result.err);
  }

  @Test
  void aMissingJdkIsOneSentence() throws Exception {
    jdk(home.resolve("jvm/java-17"), "17.0.15");
    environment.put("PATH", bin + ":" + shellTools());
    Result result = run("serve");
    assertEquals(1, result.exitCode);
    assertEquals(
        "tippen: needs a JDK 25 or newer (found only 17.0.15): install Temurin 25 from"
            + " https://adoptium.net\n",
        result.err);
  }

  @Test
  void missingBuildToolsAreOneSentence() throws Exception {
    jdk25();
    environment.put("PATH", bin + ":" + shellTools());
    tool("mvn", "echo 'Apache Maven 3.6.3'");
    Result oldMaven = run("serve");
    assertEquals(1, oldMaven.exitCode);
    assertTrue(oldMaven.err.contains("needs Maven 3.8 or newer (found 3.6.3)"), oldMaven.err);
    tool("mvn", "echo 'Apache Maven 4.0.0'");
    Files.delete(bin.resolve("node"));
    Result noNode = run("serve");
    assertEquals(1, noNode.exitCode);
    assertTrue(noNode.err.contains("needs Node 20 or newer with npm to build"), noNode.err);
    assertEquals(List.of(), calls());
    assertFalse(Files.exists(root.resolve("target/.building")));
  }

  /// The tools that the launcher takes for granted, without a real java or node beside them.
  private Path shellTools() throws IOException {
    Path tools = Files.createDirectories(temp.resolve("tools"));
    for (String name :
        List.of(
            "sh",
            "sed",
            "find",
            "sort",
            "cksum",
            "cat",
            "mkdir",
            "rm",
            "mv",
            "dirname",
            "readlink",
            "uname",
            "head",
            "tail",
            "env",
            "sleep",
            "ps",
            "date",
            "touch")) {
      Path tool = Path.of("/usr/bin").resolve(name);
      if (!Files.exists(tool)) tool = Path.of("/bin").resolve(name);
      executable(tools.resolve(name), "#!/bin/sh\nexec " + tool + " \"$@\"\n");
    }
    return tools;
  }

  @Test
  void buildsOnceAndAgainOnlyWhenSourcesChanged() throws Exception {
    Path jdk = jdk25();
    Result first = run("version");
    assertEquals(0, first.exitCode, first.err);
    assertEquals(
        List.of(
            "npm ci --ignore-scripts",
            "npm run build",
            "mvn -q -B -ntp -Dstyle.color=never package -Dmaven.test.skip=true with " + jdk,
            "train"),
        calls());
    assertTrue(first.err.contains("building for the first time"), first.err);

    Files.delete(calls);
    Result second = run("version");
    assertEquals("", second.err);
    assertEquals(first.out, second.out);
    assertEquals(List.of(), calls());

    write("src/main/java/A.java", "class A { }");
    assertTrue(run("version").err.contains("sources changed"));
    assertEquals(2, calls().size(), "only the server and its cache: " + calls());

    Files.delete(calls);
    Files.delete(root.resolve("src/main/java/B.java"));
    run("version");
    assertEquals(2, calls().size(), "a deleted file: " + calls());

    Files.delete(calls);
    write("web/tracker/index.ts", "let a");
    run("version");
    assertEquals("npm run build", calls().getFirst(), "the packages are there already");
    assertEquals(3, calls().size());

    Files.delete(calls);
    write("web/package-lock.json", "{ }");
    run("version");
    assertEquals("npm ci --ignore-scripts", calls().getFirst());

    Files.delete(calls);
    write("web/node_modules/x/index.js", "");
    write("web/dist/index.html", "");
    write("src/test/java/ATest.java", "");
    assertEquals("", run("version").err, "no sources of the program");
  }

  @Test
  void benchmarksAreBuiltOnlyForBenchAndWhenTheyOrTheServerChanged() throws Exception {
    Path jdk = jdk25();
    String build =
        "mvn -q -B -ntp -Dstyle.color=never -f bench/pom.xml package -Dmaven.test.skip=true with "
            + jdk;
    run("version");
    assertFalse(calls().contains(build), "not for a server");

    Files.delete(calls);
    Result first = run("bench", "ingest", "--write", "a b");
    assertEquals(0, first.exitCode, first.err);
    assertEquals(List.of(build), calls());
    Path real = root.toRealPath();
    String classPath = real + "/bench/target/tippen-bench.jar:" + real + "/target/tippen.jar";
    assertTrue(
        first.out.contains(
            "[-Dtippen.root="
                + real
                + "][-cp]["
                + classPath
                + "][dev.tippen.bench.Main][ingest][--write][a b]"),
        first.out);

    Files.delete(calls);
    assertEquals("", run("bench", "jmh").err);
    assertEquals(List.of(), calls());

    write("bench/src/main/java/C.java", "class C { }");
    assertTrue(run("bench", "jmh").err.contains("building the benchmarks"));
    assertEquals(List.of(build), calls(), "not the server");

    Files.delete(calls);
    write("src/main/java/A.java", "class A { }");
    run("bench", "jmh");
    assertEquals(3, calls().size(), "the server, its cache, the benchmarks: " + calls());
    assertEquals(build, calls().getLast());
  }

  @Test
  void anotherJdkTrainsItsOwnCache() throws Exception {
    jdk25();
    run("version");
    Files.delete(calls);
    jdk(home.resolve("jvm/temurin-26"), "26");
    run("version");
    assertEquals(List.of("train"), calls());
  }

  @Test
  void aFailedBuildShowsItsLogAndIsTriedAgain() throws Exception {
    jdk25();
    Files.writeString(temp.resolve("fail"), "");
    Result failed = run("version");
    assertEquals(1, failed.exitCode);
    assertEquals("", failed.out);
    assertTrue(failed.err.contains("no such symbol"), failed.err);
    assertTrue(failed.err.contains("building failed at: server"), failed.err);
    Files.delete(temp.resolve("fail"));
    assertEquals(0, run("version").exitCode);
  }

  @Test
  void withoutAStartUpCacheItRunsAllTheSame() throws Exception {
    Path jdk = jdk25();
    String script = Files.readString(jdk.resolve("bin/java"));
    executable(
        jdk.resolve("bin/java"),
        script.replace("#!/bin/sh\n", "#!/bin/sh\ncase \"$*\" in *aot-train*) exit 3 ;; esac\n"));
    Result first = run("version");
    assertEquals(0, first.exitCode, first.err);
    assertTrue(first.err.contains("start-up cache could not be made"), first.err);
    assertFalse(first.out.contains("-XX:AOTCache="), first.out);
    assertEquals("", run("version").err, "not tried at every start");
  }

  @Test
  void passesArgumentsFolderAndFlags() throws Exception {
    jdk25();
    Path elsewhere = Files.createDirectories(temp.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), root.resolve("tippen"));
    Path second = Files.createSymbolicLink(temp.resolve("second"), Path.of("else where/link"));
    environment.put("TIPPEN_JAVA_OPTS", "-Da=1 -Db=2");
    Result result =
        run(second, elsewhere, "sql", "SELECT  'a b' AS \"x\"", "--data", "./da ta", "");
    assertEquals(0, result.exitCode, result.err);
    List<String> lines = result.out.lines().toList();
    assertEquals("0077", lines.get(1));
    assertEquals(elsewhere.toRealPath().toString(), Path.of(lines.get(2)).toRealPath().toString());
    String jar = root.toRealPath().resolve("target/tippen.jar").toString();
    assertTrue(
        lines
            .get(3)
            .endsWith("[-jar][" + jar + "][sql][SELECT  'a b' AS \"x\"][--data][./da ta][]"),
        lines.get(3));
    assertTrue(lines.get(3).contains("[-Xmx320m]"), lines.get(3));
    assertTrue(lines.get(3).contains("[-Da=1][-Db=2]"), lines.get(3));
    assertTrue(lines.get(3).contains("[-XX:AOTCache=" + root.toRealPath() + "/target/tippen.aot]"));
    assertTrue(Files.isSymbolicLink(link));

    environment.put("TIPPEN_HEAP", "2g");
    assertTrue(run("version").out.contains("[-Xmx2g]"));
    for (String bad : List.of("lots", "2gb", "-Xmx1g", "g", "1 g")) {
      environment.put("TIPPEN_HEAP", bad);
      Result refused = run("version");
      assertEquals(1, refused.exitCode, bad);
      assertTrue(refused.err.contains("TIPPEN_HEAP"), refused.err);
    }
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    jdk25();
    String script = Files.readString(bin.resolve("mvn"));
    executable(bin.resolve("mvn"), script.replace("mkdir -p target", "sleep 2; mkdir -p target"));
    Path out = temp.resolve("out1");
    Process first = start(root.resolve("tippen"), temp, out, temp.resolve("err1"), "version");
    Result second = run("version");
    assertTrue(first.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, first.exitValue());
    assertEquals(0, second.exitCode);
    assertEquals(second.out, Files.readString(out));
    assertEquals(4, calls().size(), calls().toString());
  }

  @Test
  void theLockOfADeadBuildIsTakenOver() throws Exception {
    jdk25();
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    write("target/.building/pid", dead.pid() + "\n");
    assertEquals(0, run("version").exitCode);
    assertFalse(Files.exists(root.resolve("target/.building")));
  }

  @Test
  void helpNeedsNothing() throws Exception {
    environment.put("PATH", shellTools().toString());
    for (String word : List.of("help", "--help", "-h")) {
      Result result = run(word);
      assertEquals(0, result.exitCode, result.err);
      assertTrue(result.out.startsWith("Usage: ./tippen COMMAND"), result.out);
    }
    assertEquals(run("help").out, run().out);
    assertEquals(2, run("test", "--only", "cobol").exitCode);
    assertEquals(2, run("dev", "--prot", "1").exitCode);
  }

  @Test
  void testRunsEveryStepAndFailsOnASkip() throws Exception {
    Path jdk = jdk25();
    tool("chromium", "");
    Result all = run("test");
    assertEquals(0, all.exitCode, all.out + all.err);
    assertTrue(all.out.contains("All passed in "), all.out);
    List<String> expected =
        List.of(
            "npm ci --ignore-scripts",
            "npm run format:check",
            "npm run check",
            "npm test",
            "mvn -q -B -ntp -Dstyle.color=never spotless:check with " + jdk,
            "npm run build",
            "mvn -q -B -ntp -Dstyle.color=never package -Dmaven.test.skip=true with " + jdk,
            "train",
            "mvn -q -B -ntp -Dstyle.color=never verify with " + jdk,
            "mvn -q -B -ntp -Dstyle.color=never -f bench/pom.xml spotless:check verify with " + jdk,
            "npm run e2e");
    assertEquals(expected, calls());

    String mvn = Files.readString(bin.resolve("mvn"));
    executable(
        bin.resolve("mvn"),
        mvn
            + "case $* in *verify*) mkdir -p target/surefire-reports; echo '<testsuite name=\"a\""
            + " tests=\"3\" skipped=\"2\" failures=\"0\">' >target/surefire-reports/TEST-a.xml ;; esac\n");
    Result skipping = run("test", "--only", "java");
    assertEquals(0, skipping.exitCode, skipping.out);
    assertTrue(skipping.out.contains("2 server tests: skipped"), skipping.out);
    environment.put("TIPPEN_REQUIRE_TOOLS", "1");
    Result required = run("test", "--only", "java");
    assertEquals(1, required.exitCode, required.out);
    assertTrue(required.out.contains("Failed: 2 server tests skipped."), required.out);
  }

  @Test
  void testGoesOnAfterAFailureAndNamesIt() throws Exception {
    jdk25();
    String npm = Files.readString(bin.resolve("npm"));
    executable(
        bin.resolve("npm"),
        npm + "[ \"$2\" != check ] || { echo 'TS2322: wrong type'; exit 1; }\n");
    Result result = run("test", "--only", "web");
    assertEquals(1, result.exitCode);
    assertTrue(result.out.contains("TS2322: wrong type"), result.out);
    assertTrue(result.out.contains("web tests"), result.out);
    assertTrue(result.out.endsWith("Failed: web types.\n"), result.out);
  }

  // ------------------------------------------------------------------ long proofs

  /// Maven that takes part in the long proofs: it says what they say.
  private void provingMaven(String more) throws IOException {
    executable(
        bin.resolve("mvn"),
        Files.readString(bin.resolve("mvn"))
            + "case $* in *KillTest*) echo '50 kills: 7 acknowledged, 9 sent, none lost' ;;"
            + " *SoakTest*) echo 'soak: flat' ;; esac\n"
            + more
            + "\n");
  }

  private List<String> proofs(String test) throws IOException {
    return calls().stream().filter(c -> c.contains(test)).toList();
  }

  @Test
  void checkRunsEveryProofInStepsAndReports() throws Exception {
    jdk25();
    provingMaven("");
    Result result = run("check", "--long");
    assertEquals(0, result.exitCode, result.out + result.err);
    assertEquals(20, proofs("-Dtest=KillTest -Dkill.rounds=50 ").size(), calls().toString());
    assertEquals(5, proofs("-Dtest=HistoryKillTest -Dhistory.kills=10 ").size());
    assertEquals(1, proofs("-Dtest=VisitsAgainstReferenceTest -Dhistories=100000").size());
    assertEquals(1, proofs("-Dtest=DeadProviderLoadTest -Dgroups=long").size());
    assertEquals(10, proofs("-Dtest=PowerCutTest -Dpowercut.cuts=1000 ").size());
    assertEquals(10, proofs("-Dtest=HistoryPowerCutTest -Dhistorycut.cuts=200 ").size());
    assertEquals(1, proofs("-Dtest=DiskFaultTest -Dfault.calls=200 ").size());
    for (String fuzz : List.of("TrackDecoderFuzzTest", "EventCodecFuzzTest", "RawHttpFuzzTest")) {
      assertEquals(
          2, proofs("-Dtest=" + fuzz + " -Djazzer.hooks=true -Djazzer.max_duration=5m ").size());
    }
    assertEquals(1, proofs("-Dtest=TokenBucketRaceTest,GroupCommitRaceTest ").size());
    assertEquals(1, proofs("-Dtest=OverloadTest -Doverload.seconds=60 ").size());
    assertEquals(1, proofs("-Dtest=SoakTest -Dgroups=long ").size());
    assertEquals(1, proofs("mutationCoverage -Ppit ").size());
    assertTrue(result.out.contains("kill            1000 of 1000"), result.out);
    assertTrue(result.out.contains("50 kills: 7 acknowledged, 9 sent, none lost"), result.out);
    assertTrue(result.out.endsWith("All passed.\n"), result.out);
    String report = Files.readString(root.resolve("target/check/report.txt"));
    assertTrue(result.out.endsWith(report), report);

    Files.delete(calls);
    assertEquals(0, run("check", "--long").exitCode);
    assertEquals(List.of(), proofs("mvn"), "nothing is proved twice");

    assertEquals(0, run("check", "--long", "--fresh", "--only", "soak").exitCode);
    assertEquals(1, proofs("mvn").size(), "begun anew: " + calls());

    write("src/test/java/A.java", "class A { int a; }");
    assertEquals(0, run("check", "--long", "--only", "soak").exitCode);
    assertEquals(2, proofs("mvn").size(), "other sources: " + calls());
  }

  @Test
  void aStepThatFailedIsRepeatedWithItsSeedAndTheRestGoesOn() throws Exception {
    jdk25();
    Path third = temp.resolve("third");
    provingMaven(
        "case $* in *=KillTest*) [ -e '%1$s' ] || { echo x >>'%1$s.n'; [ $(cat '%1$s.n' | wc -l) != 3 ] || { touch '%1$s'; echo 'acknowledged and lost'; exit 1; }; } ;; esac"
            .formatted(third));
    Result failed = run("check", "--long");
    assertEquals(1, failed.exitCode, failed.out + failed.err);
    assertTrue(failed.out.contains("acknowledged and lost"), failed.out);
    assertTrue(failed.out.contains("Failed: kill (seed "), failed.out);
    assertTrue(failed.out.contains("kill             100 of 1000"), failed.out);
    assertEquals(3, proofs("-Dtest=KillTest").size());
    assertEquals(1, proofs("SoakTest").size(), "the others were run");
    String seed = proofs("-Dtest=KillTest").getLast();

    Files.delete(calls);
    Result again = run("check", "--long");
    assertEquals(0, again.exitCode, again.out + again.err);
    assertEquals(18, proofs("mvn").size(), calls().toString());
    assertEquals(seed, proofs("mvn").getFirst());
  }

  @Test
  void checkStopsAtACleanPointWhenItsTimeIsOver() throws Exception {
    jdk25();
    provingMaven("");
    Result none = run("check", "--long", "--minutes", "0");
    assertEquals(1, none.exitCode);
    assertTrue(none.out.contains("Not finished: kill history powercut history-cut faults"), none.out);
    assertEquals(List.of(), proofs("-Dtest="));
    assertTrue(Files.exists(root.resolve("target/check/report.txt")));
  }

  @Test
  void aProofThatWasSkippedIsNotFinished() throws Exception {
    jdk25();
    provingMaven(
        "case $* in *DiskFault*) mkdir -p target/surefire-reports; echo '<testsuite name=\"a\""
            + " tests=\"3\" skipped=\"2\" failures=\"0\">' >target/surefire-reports/TEST-a.xml ;; esac");
    Result result = run("check", "--long", "--only", "faults");
    assertEquals(1, result.exitCode);
    assertTrue(result.out.contains("skipped"), result.out);
    assertTrue(result.out.contains("Not finished: faults."), result.out);
  }

  @Test
  void aStopEndsTheStepUnderWayAndReports() throws Exception {
    jdk25();
    Path pid = temp.resolve("pid");
    provingMaven("case $* in *KillTest*) echo $$ >'" + pid + "'; exec sleep 50 ;; esac");
    Path out = temp.resolve("out1");
    Process check =
        start(root.resolve("tippen"), temp, out, temp.resolve("err1"), "check", "--long");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while ((!Files.exists(pid) || Files.readString(pid).isBlank())
        && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    long step = Long.parseLong(Files.readString(pid).strip());
    check.destroy();
    assertTrue(check.waitFor(30, TimeUnit.SECONDS));
    assertEquals(143, check.exitValue());
    assertFalse(ProcessHandle.of(step).map(ProcessHandle::isAlive).orElse(false));
    assertTrue(Files.readString(out).contains("Not finished: kill "), Files.readString(out));
  }

  @Test
  void checkNamesWhatItTakes() throws Exception {
    for (List<String> bad :
        List.of(
            List.of("check"),
            List.of("check", "--long", "--minutes", "soon"),
            List.of("check", "--long", "--only", "luck"),
            List.of("check", "--long", "--only"),
            List.of("check", "--short"))) {
      Result result = run(bad.toArray(String[]::new));
      assertEquals(2, result.exitCode, bad.toString());
    }
  }
}
