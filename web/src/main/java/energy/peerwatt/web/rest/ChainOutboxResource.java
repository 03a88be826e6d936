package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.settling.ChainStage;
import energy.peerwatt.web.settling.SettleAgain;
import energy.peerwatt.web.view.ChainOutboxView;
import energy.peerwatt.web.view.SettledAgainView;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How transactions stand, and what to do about those that the vault refused; operators only. */
@Path("/api/v1/chain/outbox")
@Tag(name = "status")
public class ChainOutboxResource {

    private static final Logger LOG = Logger.getLogger(ChainOutboxResource.class);

    private final Parts parts;
    private final ChainStage stage;
    private final SettleAgain settleAgain;
    private final CurrentCaller caller;

    public ChainOutboxResource(
            Parts parts, ChainStage stage, SettleAgain settleAgain, CurrentCaller caller) {
        this.parts = parts;
        this.stage = stage;
        this.settleAgain = settleAgain;
        this.caller = caller;
    }

    /** The interval to settle again; all that was refused if both are absent. */
    public record Wanted(
            @Nullable Integer areaId, @Nullable @Schema(format = "date-time") String interval) {}

    @GET
    @Blocking
    @Operation(summary = "How transactions stand, what waits, what was refused; operators only")
    public ChainOutboxView outbox() {
        caller.access().requireOperator();
        return ChainOutboxView.of(parts.chain().gateway(), stage.waits());
    }

    @POST
    @Path("/again")
    @Blocking
    @Operation(
            summary =
                    "Settles the lowest refused version of an interval again, or of all; operators"
                            + " only")
    public List<SettledAgainView> again(@NotNull @Valid Wanted wanted) {
        String login = caller.access().requireOperator();
        Integer area = wanted.areaId();
        if ((area == null) != (wanted.interval() == null)) {
            throw Inputs.invalid(area == null ? "areaId" : "interval", "is missing");
        }
        LOG.infof("%s has refused settlements written again", login);
        if (area == null) {
            return settleAgain.all().stream().map(SettledAgainView::of).toList();
        }
        Instant start = Inputs.requiredInstant("interval", wanted.interval());
        return settleAgain
                .interval(new AreaId(area), start)
                .map(SettledAgainView::of)
                .map(List::of)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.of(
                                        409,
                                        "not-refused",
                                        "Not refused",
                                        "The chain refused no settlement of this interval.")));
    }
}
