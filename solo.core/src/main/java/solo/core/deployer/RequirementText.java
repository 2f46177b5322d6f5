package solo.core.deployer;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * A requirement as people write it in a manifest, from the filter that the framework made of it.
 */
final class RequirementText {
  private static final Pattern FROM = Pattern.compile("\\(([\\w.-]*version)>=([^)]+)\\)");
  private static final Pattern TO = Pattern.compile("\\(!\\(([\\w.-]*version)>=([^)]+)\\)\\)");
  private static final Pattern UP_TO = Pattern.compile("\\(([\\w.-]*version)<=([^)]+)\\)");
  private static final Pattern EXACTLY = Pattern.compile("\\(([\\w.-]*version)=([^)]+)\\)");

  private RequirementText() {}

  /** Such as {@code package com.acme.api [1.0.0,2.0.0)}. */
  static String of(Requirement wish) {
    String filter = filter(wish);
    String name = nameOf(wish);
    String range = range(filter);
    String tail = range.isEmpty() ? "" : " " + range;
    return switch (wish.getNamespace()) {
      case PackageNamespace.PACKAGE_NAMESPACE -> "package " + name + tail;
      case BundleNamespace.BUNDLE_NAMESPACE -> "bundle " + name + tail;
      case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
          "execution environment "
              + (name.isEmpty() ? filter : name + tail)
              + " (this Java is "
              + Runtime.version().feature()
              + ")";
      default ->
          "capability "
              + wish.getNamespace()
              + (name.isEmpty() ? " " + OneLine.of(filter) : " " + name + tail);
    };
  }

  /** The value that the filter asks of the attribute named like the namespace, or empty. */
  static String nameOf(Requirement wish) {
    Matcher m =
        Pattern.compile("\\(" + Pattern.quote(wish.getNamespace()) + "=([^)*]+)\\)")
            .matcher(filter(wish));
    return m.find() ? OneLine.of(m.group(1)) : "";
  }

  /** The same wish for a package, whatever its version. */
  static Requirement anyVersion(Requirement wish, String packageName) {
    String filter = "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + packageName + ")";
    return new Requirement() {
      @Override
      public String getNamespace() {
        return PackageNamespace.PACKAGE_NAMESPACE;
      }

      @Override
      public Map<String, String> getDirectives() {
        return Map.of(Constants.FILTER_DIRECTIVE, filter);
      }

      @Override
      public Map<String, Object> getAttributes() {
        return Map.of();
      }

      @Override
      public Resource getResource() {
        return wish.getResource();
      }
    };
  }

  private static String filter(Requirement wish) {
    String filter = wish.getDirectives().get(Constants.FILTER_DIRECTIVE);
    return filter == null ? "" : filter;
  }

  private static String range(String filter) {
    Matcher to = TO.matcher(filter);
    String upper = to.find() ? to.group(2) + ")" : "";
    Matcher upTo = UP_TO.matcher(filter);
    if (upper.isEmpty() && upTo.find()) {
      upper = upTo.group(2) + "]";
    }
    Matcher from = FROM.matcher(to.reset().replaceAll(""));
    if (from.find()) {
      boolean plain = upper.isEmpty();
      return plain
          ? (from.group(2).equals("0.0.0") ? "" : from.group(2) + " or later")
          : "[" + from.group(2) + "," + upper;
    }
    Matcher exactly = EXACTLY.matcher(filter);
    return exactly.find() ? exactly.group(2) : "";
  }
}
