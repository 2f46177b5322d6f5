package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;

/** The tour of the README, line by line, beside a link to {@code ./solo}. */
public class TourIT {
  private static final Pattern MARKED =
      Pattern.compile("<!-- tour: begin -->(.*?)<!-- tour: end -->", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("```\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FETCH =
      Pattern.compile("mvn .*-Dartifact=[^:]+:([^:]+):(\\S+) .*-DoutputDirectory=(\\S+).*");

  /** Words that differ from run to run: those with a digit in them. */
  private static final Pattern VARYING = Pattern.compile("\\S*\\d\\S*");

  @Rule public final SoloHome home = new SoloHome();

  /** A line that the reader types, and what it prints in the README. */
  private record Step(String typed, List<String> printed) {}

  @Test
  public void theTourOfTheReadmePrintsWhatTheReadmeSays() throws IOException {
    Files.createSymbolicLink(home.root().resolve("solo"), SoloHome.CHECKOUT.resolve("solo"));
    List<Step> steps = steps();
    assertFalse("the README has no tour", steps.isEmpty());
    for (Step step : steps) {
      Matcher fetch = FETCH.matcher(step.typed());
      if (fetch.matches()) {
        String jar = fetch.group(1) + "-" + fetch.group(2) + ".jar";
        Path target = home.root().resolve(fetch.group(3)).resolve(jar);
        home.place(Bundles.named(fetch.group(1)), target);
      } else {
        run(step);
      }
    }
  }

  /** A reader looks again where a drop takes a moment; so does the test. */
  private void run(Step step) {
    String expected = normal(String.join("\n", step.printed()));
    String[] last = {""};
    try {
      Await.until(
          step.typed(),
          () -> {
            Result result = home.bash(step.typed());
            last[0] = normal(result.out());
            return result.exit() == 0 && (last[0].equals(expected) || step.printed().isEmpty());
          });
    } catch (AssertionError e) {
      assertEquals(e.getMessage(), expected, last[0]);
      throw e;
    }
  }

  private static String normal(String text) {
    return text.lines()
        .map(line -> VARYING.matcher(line).replaceAll("#"))
        .map(line -> line.strip().replaceAll("[\\s─-]+", " "))
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining("\n"));
  }

  private static List<Step> steps() throws IOException {
    String readme = Files.readString(SoloHome.CHECKOUT.resolve("README.md"));
    List<Step> steps = new ArrayList<>();
    MARKED
        .matcher(readme)
        .results()
        .flatMap(tour -> BLOCK.matcher(tour.group(1)).results())
        .flatMap(block -> block.group(1).lines())
        .filter(line -> !line.isBlank())
        .forEach(line -> add(line, steps));
    return steps;
  }

  private static void add(String line, List<Step> steps) {
    if (line.startsWith("$ ")) {
      steps.add(new Step(line.substring(2), new ArrayList<>()));
    } else {
      steps.get(steps.size() - 1).printed().add(line);
    }
  }
}
