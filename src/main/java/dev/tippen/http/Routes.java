package dev.tippen.http;

import dev.tippen.event.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;

/// What all groups of routes need.
final class Routes {
  private Routes() {}

  /// Answers every method that no earlier route of the path took with 405 and the allowed ones.
  ///
  /// @param allowed value of the `Allow` header
  static void others(Router router, String path, String allowed) {
    router
        .route(path)
        .handler(context -> {
          context.response().putHeader(HttpHeaders.ALLOW, allowed);
          Answers.problem(context.response(), Problem.METHOD_NOT_ALLOWED);
        });
  }
}
