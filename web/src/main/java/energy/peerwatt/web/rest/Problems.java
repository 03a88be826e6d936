package energy.peerwatt.web.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.web.accounts.OwnOrigin;
import energy.peerwatt.web.accounts.ProviderUnavailable;
import energy.peerwatt.web.accounts.TooManyFailures;
import energy.peerwatt.web.stage.Stage;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place that turns failures into answers, see {@code deploy/docs/errors.md}. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int PROVIDER_RETRY_SECONDS = 10;
    private static final String MEDIA_TYPE = "application/problem+json";

    @ServerExceptionMapper
    Response map(ProblemException e) {
        Response.ResponseBuilder answer = builder(e.problem());
        // Whole seconds, rounded up: who comes back then is not too early.
        e.retryAfter()
                .ifPresent(time ->
                        answer.header(
                                HttpHeaders.RETRY_AFTER, time.plusNanos(999_999_999).toSeconds()));
        return answer.build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthorized(SecurityException e, HttpServerRequest request) {
        Problem problem =
                Problem.of(
                        401,
                        "unauthorized",
                        "Log in",
                        e instanceof AuthenticationFailedException
                                ? "The name or the password is wrong."
                                : "This needs a login.");
        // A browser would put its window before our page's own form, and remember the password.
        return OwnOrigin.isBrowser(request)
                ? answer(problem)
                : builder(problem)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"peerwatt\"")
                        .build();
    }

    @ServerExceptionMapper
    Response map(TooManyFailures e) {
        return map(
                ProblemException.tooMany(
                        "Names or passwords were wrong too often. Wait a while, then try again.",
                        e.waitFor()));
    }

    @ServerExceptionMapper
    Response map(ProviderUnavailable e) {
        LOG.warnf(e, "the provider of sign-ins: %s", e.getMessage());
        Problem problem =
                Problem.of(
                        503,
                        "provider-unreachable",
                        "Provider unreachable",
                        "The provider of sign-ins does not answer. Try again in a moment.");
        return builder(problem).header(HttpHeaders.RETRY_AFTER, PROVIDER_RETRY_SECONDS).build();
    }

    @ServerExceptionMapper
    Response map(ForbiddenException e) {
        return answer(
                Problem.of(403, "forbidden", "Not allowed", "This login is not allowed to do it."));
    }

    @ServerExceptionMapper
    Response map(ConstraintViolationException e) {
        ConstraintViolation<?> first = e.getConstraintViolations().iterator().next();
        String field = lastOf(first.getPropertyPath());
        return answer(Problem.ofField(field, field + " " + first.getMessage() + "."));
    }

    private static String lastOf(Path path) {
        String last = "";
        for (Path.Node node : path) {
            last = node.getName() == null ? last : node.getName();
        }
        return last;
    }

    @ServerExceptionMapper
    Response map(MismatchedInputException e) {
        return answer(mismatch(e));
    }

    private static Problem mismatch(JsonMappingException e) {
        String field = fieldOf(e);
        if (field == null) {
            return malformed(e);
        }
        return Problem.ofField(
                field,
                e instanceof UnrecognizedPropertyException
                        ? field + " is not known."
                        : field + " has the wrong type or format.");
    }

    private static @Nullable String fieldOf(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(name -> name != null)
                .reduce((_, last) -> last)
                .orElse(null);
    }

    private static Problem malformed(JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        String place =
                where == null
                        ? ""
                        : ", line " + where.getLineNr() + ", column " + where.getColumnNr();
        return Problem.of(
                400,
                "malformed-json",
                "Not JSON",
                "The body is not the JSON object it should be" + place + ".");
    }

    @ServerExceptionMapper
    Response map(JsonProcessingException e) {
        return answer(e instanceof JsonMappingException mapping ? mismatch(mapping) : malformed(e));
    }

    @ServerExceptionMapper
    Response map(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return map(json);
        }
        int status = e.getResponse().getStatus();
        return switch (status) {
            case 404 -> answer(Problem.notFound("such resource"));
            case 405 ->
                    answer(
                            Problem.of(
                                    405,
                                    "method-not-allowed",
                                    "Method not allowed",
                                    "The resource does not take this method."));
            default -> answer(ofStatus(Response.Status.fromStatusCode(status), status));
        };
    }

    private static Problem ofStatus(Response.@Nullable Status known, int status) {
        String title = known == null ? "Status " + status : known.getReasonPhrase();
        String id = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return Problem.of(status, id, title, title + ".");
    }

    @ServerExceptionMapper
    Response map(MarketException e) {
        int status =
                switch (e.code().kind()) {
                    case EXTERNAL, RESOURCE -> 503;
                    case USER -> 400;
                    case INTERNAL -> 500;
                };
        String errorId = Stage.nextErrorId();
        LOG.errorf(e, "error %s", errorId);
        return answer(ofCode(status, e.code(), errorId));
    }

    static Problem ofCode(int status, ErrorCode code, String errorId) {
        String title = code.id().replace('-', ' ');
        return Problem.of(status, code.id(), title, "Error " + errorId + ". Try again later.");
    }

    @ServerExceptionMapper
    Response map(Throwable e) {
        String errorId = Stage.nextErrorId();
        LOG.errorf(e, "error %s: request failed", errorId);
        return answer(
                Problem.of(
                        500,
                        "internal",
                        "Internal error",
                        "Something went wrong here. The log has it as error " + errorId + "."));
    }

    private static Response answer(Problem problem) {
        return builder(problem).build();
    }

    private static Response.ResponseBuilder builder(Problem problem) {
        return Response.status(problem.status()).type(MEDIA_TYPE).entity(problem);
    }
}
