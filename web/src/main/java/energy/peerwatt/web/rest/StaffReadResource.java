package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.consent.StaffRead;
import energy.peerwatt.web.consent.StaffReads;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who of those who run the market read a member's values; for the member and for operators. */
@Path("/api/v1/participants/{id}/staff-reads")
@Tag(name = "participants")
public class StaffReadResource {

    private final StaffReads reads;
    private final CurrentCaller caller;

    public StaffReadResource(StaffReads reads, CurrentCaller caller) {
        this.reads = reads;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary =
                    "What operators and the utility read of a member, an entry a day and kind, the"
                            + " newest first")
    public Uni<List<StaffRead>> reads(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("limit") @Nullable String limit) {
        ParticipantId member = Homes.id(id);
        caller.access().requireOwnOrOperator(member);
        return reads.of(member, Inputs.limit(limit, 100, 1_000));
    }
}
