package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.consent.DataAccess;
import energy.peerwatt.web.consent.DataGrant;
import energy.peerwatt.web.consent.DataGrants;
import energy.peerwatt.web.view.DataGrantView;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Whom a member lets read its values; only the member grants and revokes. */
@Path("/api/v1/participants/{id}/data-grants")
@Tag(name = "participants")
public class DataGrantResource {

    private final DataGrants grants;
    private final Homes homes;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public DataGrantResource(
            DataGrants grants, Homes homes, MarketClock clock, CurrentCaller caller) {
        this.grants = grants;
        this.homes = homes;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "All grants of a member with what they were paid, the newest first")
    public Uni<List<DataGrantView>> all(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        ParticipantId member = Homes.id(id);
        caller.access().requireOwnOrOperator(member);
        return grants.of(member).chain(this::views);
    }

    private Uni<List<DataGrantView>> views(List<DataGrant> all) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(this::view)
                .collect()
                .asList();
    }

    private Uni<DataGrantView> view(DataGrant grant) {
        return grants.paidBy(grant.id()).map(paid -> DataGrantView.of(grant, paid, clock.now()));
    }

    @POST
    @Operation(
            summary =
                    "Lets an account read the member's values until a time, for a price a day that it has"
                            + " to accept")
    public Uni<RestResponse<DataGrantView>> add(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid DataGrantRequest request) {
        ParticipantId member = Homes.id(id);
        caller.access().requireSelf(member);
        return homes.find(member)
                .map(_ -> request.toGrant(member, clock.now()))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem)
                .chain(grants::add)
                .map(added ->
                        added.orElseThrow(() ->
                                Inputs.invalid(
                                        "grantee",
                                        "is not the login of an account whose address is"
                                                + " confirmed")))
                .chain(this::view)
                .map(view -> RestResponse.status(RestResponse.Status.CREATED, view));
    }

    @DELETE
    @Path("/{grant}")
    @Operation(summary = "Takes a grant back at once; what was read before stays paid")
    public Uni<Void> revoke(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("grant") @Schema(type = SchemaType.INTEGER) String grant) {
        ParticipantId member = Homes.id(id);
        caller.access().requireSelf(member);
        return grants.revoke(member, Inputs.requiredNumber("grant", grant), clock.now())
                .invoke(known -> {
                    if (!known) {
                        throw new ProblemException(Problem.notFound("grant " + grant));
                    }
                })
                .replaceWithVoid();
    }

    @GET
    @Path("/{grant}/accesses")
    @Operation(summary = "When values were read by a grant, the newest first")
    public Uni<List<DataAccess>> accesses(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("grant") @Schema(type = SchemaType.INTEGER) String grant,
            @QueryParam("limit") @Nullable String limit) {
        ParticipantId member = Homes.id(id);
        caller.access().requireOwnOrOperator(member);
        int most = Inputs.limit(limit, 100, 1_000);
        return grants.find(Inputs.requiredNumber("grant", grant))
                .map(found -> found.filter(one -> one.participant().equals(member)))
                .map(found ->
                        found.orElseThrow(
                                () -> new ProblemException(Problem.notFound("grant " + grant))))
                .chain(found -> grants.accesses(found.id(), most));
    }
}
