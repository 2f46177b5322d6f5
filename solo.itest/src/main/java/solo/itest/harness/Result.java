package solo.itest.harness;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a command said and how it ended. */
public record Result(String command, int exit, String out, String err) {

  /** This result, which has to have the status; fails with all that was said. */
  public Result expect(int status) {
    if (exit != status) {
      throw new AssertionError("expected exit " + status + " of " + this);
    }
    return this;
  }

  /** The output as JSON; fails with all that was said where it is none. */
  public JsonElement json() {
    try {
      return JsonParser.parseString(out);
    } catch (JsonSyntaxException e) {
      throw new AssertionError("no JSON from " + this, e);
    }
  }

  /** The output as rows of flat objects. */
  public List<JsonObject> rows() {
    JsonElement json = json();
    if (!(json instanceof JsonArray array)) {
      throw new AssertionError("no array from " + this);
    }
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** Both streams, for a look at what was said wherever it was said. */
  public String said() {
    return out + err;
  }

  @Override
  public String toString() {
    return "'%s' which ended with %d%n--- out%n%s%n--- err%n%s".formatted(command, exit, out, err);
  }
}
