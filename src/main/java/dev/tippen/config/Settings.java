package dev.tippen.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tree [Config] as a flat list of keys, read from its record components, so that a setting is
/// written down once.
final class Settings {
  private Settings() {}

  /// All keys with the value they have in this tree, in the order of the tree.
  static Map<String, @Nullable Object> flatten(Config config) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    flatten("", config, values);
    return values;
  }

  private static void flatten(String prefix, Record node, Map<String, @Nullable Object> values) {
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      Object value = valueOf(component, node);
      String key = prefix + component.getName();
      if (value instanceof Record branch) {
        flatten(key + ".", branch, values);
      } else {
        values.put(key, value);
      }
    }
  }

  /// A tree that has these values.
  ///
  /// @param values one for each key
  /// @throws ConfigException if a value is refused
  static Config unflatten(Map<String, @Nullable Object> values) {
    return (Config) unflatten("", Config.class, values);
  }

  private static Object unflatten(
      String prefix, Class<?> type, Map<String, @Nullable Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = prefix + components[i].getName();
      arguments[i] = types[i].isRecord() ? unflatten(key + ".", types[i], values) : values.get(key);
    }
    try {
      return construct(type, types, arguments);
    } catch (ConfigException e) {
      throw e.within(prefix);
    }
  }

  /// Reads a value of the kind that the default has. Where the default is null, empty text means
  /// null.
  ///
  /// @throws ConfigException if the text is not of that kind
  static @Nullable Object parse(String key, String text) {
    String value = text.strip();
    Class<?> type = typeOf(key);
    // A switch over patterns is linked at run time, which each start would pay for.
    if (type == int.class) return integer(key, value);
    if (type == boolean.class) return bool(key, value);
    if (type == List.class) return list(value);
    if (type == Path.class) return path(key, value);
    if (type == Secret.class) return secret(key, value);
    if (type.isEnum()) return choice(key, value, type);
    return value.isEmpty() && isNullable(key) ? null : value;
  }

  private static Class<?> typeOf(String key) {
    Class<?> type = Config.class;
    for (String name : key.split("\\.")) {
      type =
          Arrays.stream(type.getRecordComponents())
              .filter(c -> c.getName().equals(name))
              .findFirst()
              .orElseThrow()
              .getType();
    }
    return type;
  }

  private static int integer(String key, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new ConfigException(key, "is '" + value + "'; allowed is a whole number", e);
    }
  }

  private static boolean bool(String key, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on" -> true;
      case "false", "off" -> false;
      default -> throw new ConfigException(key, "is '" + value + "'; allowed is true or false");
    };
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static @Nullable Path path(String key, String value) {
    if (value.isEmpty() && isNullable(key)) return null;
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new ConfigException(key, "is no path", e);
    }
  }

  private static boolean isNullable(String key) {
    return flatten(Config.DEFAULTS).get(key) == null;
  }

  private static Object choice(String key, String value, Class<?> type) {
    Object[] choices = type.getEnumConstants();
    List<String> names =
        Arrays.stream(choices).map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT)).toList();
    int index = names.indexOf(value.toLowerCase(Locale.ROOT));
    if (index >= 0) return choices[index];
    String last = names.getLast();
    String others = String.join(", ", names.subList(0, names.size() - 1));
    throw new ConfigException(key, "is '" + value + "'; allowed is " + others + " or " + last);
  }

  /// The refusal does not repeat the value.
  private static @Nullable Secret secret(String key, String value) {
    if (value.isEmpty()) return null;
    try {
      return new Secret(value);
    } catch (IllegalArgumentException _) {
      throw new ConfigException(
          key, "can't be used as a key; allowed is up to 1024 printable ASCII characters");
    }
  }

  private static @Nullable Object valueOf(RecordComponent component, Record node) {
    try {
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a public record can be read", e);
    }
  }

  private static Object construct(Class<?> type, Class<?>[] types, @Nullable Object[] arguments) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException refused) throw refused;
      throw new LinkageError("a configuration record refuses in its own way", e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a public record can be made", e);
    }
  }
}
