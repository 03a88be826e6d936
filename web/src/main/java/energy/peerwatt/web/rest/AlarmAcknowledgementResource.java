package energy.peerwatt.web.rest;

import energy.peerwatt.web.alarm.Acknowledgement;
import energy.peerwatt.web.alarm.Acknowledgements;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who has looked at which alarm; operators only. */
@Path("/api/v1/metering/alarms/acknowledgements")
@Tag(name = "meters")
public class AlarmAcknowledgementResource {

    private static final int USUAL = 500;
    private static final int MOST = 1_000;

    private final Acknowledgements acknowledgements;
    private final CurrentCaller caller;

    public AlarmAcknowledgementResource(Acknowledgements acknowledgements, CurrentCaller caller) {
        this.acknowledgements = acknowledgements;
        this.caller = caller;
    }

    /**
     * An alarm that was looked at.
     *
     * @param alarm as the page names it: list, register, what and since when
     * @param note what was found; may be missing
     */
    public record Request(
            @NotNull @Pattern(regexp = "[a-zA-Z]{1,20} [\\x21-\\x7E ]{1,179}") String alarm,
            @Nullable @Size(max = 200) String note) {}

    @GET
    @Operation(summary = "Who has looked at which alarm, the newest first")
    public Uni<List<Acknowledgement>> newest(@QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        return acknowledgements.newest(Inputs.limit(limit, USUAL, MOST));
    }

    @POST
    @Operation(
            summary = "Keeps that the caller has looked at an alarm; of several the first counts")
    public Uni<RestResponse<Void>> add(@NotNull @Valid Request request) {
        String by = caller.access().requireOperator();
        String note = request.note() == null ? "" : request.note();
        return acknowledgements
                .add(request.alarm(), note, by)
                .map(added ->
                        RestResponse.status(
                                added
                                        ? RestResponse.Status.CREATED
                                        : RestResponse.Status.NO_CONTENT));
    }
}
