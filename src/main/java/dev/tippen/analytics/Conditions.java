package dev.tippen.analytics;

import dev.tippen.analytics.Dimension.Scope;
import dev.tippen.event.Channel;
import dev.tippen.event.DeviceClass;
import dev.tippen.history.Dialect;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes what a filter asks of a row as SQL.
final class Conditions {
  private final Dialect dialect;

  Conditions(Dialect dialect) {
    this.dialect = dialect;
  }

  /// What a filter accepts or refuses, without the refusing.
  static Filter.Op positive(Filter.Op op) {
    return switch (op) {
      case IS_NOT -> Filter.Op.IS;
      case CONTAINS_NOT -> Filter.Op.CONTAINS;
      case MATCHES_NOT -> Filter.Op.MATCHES;
      default -> op;
    };
  }

  /// What a filter asks of an event `e`, a visit `v` or a company `c`.
  SqlText of(Filter f) {
    Dimension d = f.dimension();
    return switch (d.kind()) {
      case CHANNEL -> constants("v.channel", f, Set.copyOf(EnumSet.allOf(Channel.class)));
      case DEVICE -> constants("v.device", f, Set.copyOf(EnumSet.allOf(DeviceClass.class)));
      case NEW -> newOrReturning(f);
      case COMPANY -> company(f);
      case COMPANY_TEXT -> compared("coalesce(c." + d.column() + ", '')", f);
      case PROPERTY -> propertyCondition(f);
      case CURRENCY -> compared("coalesce(" + revenue("currency") + ", '')", f);
      case TEXT -> text((d.scope() == Scope.VISIT ? "v." : "e.") + d.column(), f);
      case TIME -> throw new IllegalArgumentException("times are no filters");
    };
  }

  private static SqlText constants(String column, Filter f, Set<? extends Enum<?>> all) {
    List<Integer> accepted = new ArrayList<>();
    for (Enum<?> constant : all) {
      String label = constant instanceof Channel c ? c.label() : constant.name();
      String text = constant instanceof Channel c ? c.text() : constant.name();
      boolean byText = f.accepts(text);
      boolean byLabel = f.accepts(label);
      // A negative filter refuses a constant that either spelling is refused for.
      if (f.op().isNegative() ? byText && byLabel : byText || byLabel) {
        accepted.add(constant.ordinal());
      }
    }
    return SqlText.of(column + " IN ").list(accepted);
  }

  private static SqlText newOrReturning(Filter f) {
    List<Integer> accepted = new ArrayList<>();
    if (f.accepts(Analytics.NEW)) accepted.add(1);
    if (f.accepts(Analytics.RETURNING)) accepted.add(0);
    return SqlText.of("v.is_new IN ").list(accepted);
  }

  /// By name, or by the number that `/api/v1/companies` tells; an empty text is the unknown one.
  private SqlText company(Filter f) {
    SqlText sql = SqlText.of(f.op().isNegative() ? "NOT (" : "(");
    Filter positive = new Filter(f.dimension(), null, positive(f.op()), f.values());
    if (positive.op() == Filter.Op.IS && f.values().contains("")) {
      sql.add("coalesce(c.company, 0) = 0 OR ");
    }
    sql.add("coalesce(c.company, 0) > 0 AND (");
    List<Long> ids = new ArrayList<>();
    for (String value : f.values()) {
      if (positive.op() == Filter.Op.IS && value.matches("[0-9]{1,15}")) {
        ids.add(Long.valueOf(value));
      }
    }
    if (!ids.isEmpty()) sql.add("c.company IN ").list(ids).add(" OR ");
    return sql.add(compared("c.name", positive)).add("))");
  }

  private SqlText propertyCondition(Filter f) {
    // The value stands in the condition once for each value, each time with its path.
    SqlText sql = SqlText.of(f.op().isNegative() ? "NOT (" : "(");
    String or = "";
    for (String value : f.values()) {
      sql.add(or).add(one(property(f.property()), positive(f.op()), value));
      or = " OR ";
    }
    return sql.add(")");
  }

  private SqlText one(SqlText subject, Filter.Op op, String value) {
    return switch (op) {
      case CONTAINS, CONTAINS_NOT -> around(subject, dialect.contains("\0", "?"), value);
      case MATCHES, MATCHES_NOT -> around(subject, dialect.matches("\0", "?"), value);
      default -> SqlText.of("").add(subject).add(" = ?", value);
    };
  }

  /// Puts a subject with parameters into a text that has a place for it.
  private static SqlText around(SqlText subject, String text, String value) {
    int at = text.indexOf('\0');
    return SqlText.of(text.substring(0, at)).add(subject).add(text.substring(at + 1), value);
  }

  /// A column of texts themselves.
  private SqlText compared(String column, Filter f) {
    SqlText sql = SqlText.of(f.op().isNegative() ? "NOT (" : "(");
    String or = "";
    for (String value : f.values()) {
      sql.add(or);
      switch (positive(f.op())) {
        case CONTAINS -> sql.add(dialect.contains(column, "?"), value);
        case MATCHES -> sql.add(dialect.matches(column, "?"), value);
        default -> sql.add("lower(" + column + ") = lower(?)", value);
      }
      or = " OR ";
    }
    return sql.add(")");
  }

  /// A column of numbers of texts.
  private SqlText text(String column, Filter f) {
    List<String> values = new ArrayList<>(f.values());
    boolean none = positive(f.op()) == Filter.Op.IS && values.remove("");
    SqlText sql = SqlText.of(f.op().isNegative() ? "NOT (" : "(");
    if (none) sql.add(column + " = 0");
    if (none && !values.isEmpty()) sql.add(" OR ");
    if (!values.isEmpty()) {
      sql.add(column + " IN (SELECT t.id FROM texts t WHERE ");
      if (positive(f.op()) == Filter.Op.IS) {
        sql.add("t.text IN ").list(values);
      } else {
        String or = "";
        for (String value : values) {
          sql.add(or);
          sql.add(
              positive(f.op()) == Filter.Op.CONTAINS
                  ? dialect.contains("t.text", "?")
                  : dialect.matches("t.text", "?"),
              value);
          or = " OR ";
        }
      }
      sql.add(")");
    }
    return sql.add(")");
  }

  /// A part of what an event `e` brought, `amount` or `currency`; null if it brought nothing.
  String revenue(String part) {
    return dialect.jsonText("e.details", "'$.revenue." + part + "'");
  }

  /// The value of a property of an event `e`, empty if it has none.
  SqlText property(@Nullable String name) {
    return SqlText.of(
        "coalesce(" + dialect.jsonText("e.details", "?") + ", '')", propertyPath(name));
  }

  private static String propertyPath(@Nullable String name) {
    String text = name == null ? "" : name;
    if (text.isEmpty() || text.length() > 64 || text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) {
      throw new InvalidQuery("property must have a name of at most 64 characters, without quotes");
    }
    return "$.properties.\"" + text + "\"";
  }
}
