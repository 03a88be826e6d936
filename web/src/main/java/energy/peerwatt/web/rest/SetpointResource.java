package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.setpoint.IssueResult;
import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.headend.setpoint.SetpointDraft;
import energy.peerwatt.metering.headend.store.SetpointStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.SetpointView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Commands to members' devices; operators give them, members who consent see their own. */
@Path("/api/v1/setpoints")
@Tag(name = "setpoints")
public class SetpointResource {

    private static final int USUAL = 20;
    private static final int MOST = 200;

    private final SetpointStore store;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public SetpointResource(
            SetpointStore store, Registry registry, MarketClock clock, CurrentCaller caller) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    @POST
    @Operation(summary = "Orders a device to do something for a while; operators only")
    public Uni<RestResponse<SetpointView>> issue(@NotNull @Valid SetpointRequest request) {
        String login = caller.access().requireOperator();
        Instant now = clock.now();
        SetpointDraft draft = request.checkedDraft(now);
        return find(draft.meteringPoint().value())
                .onFailure(ProblemException.class)
                .transform(
                        _ -> Inputs.invalid("meteringPoint", "is not the id of a metering point"))
                .chain(() -> store.issue(draft, login, now))
                .map(SetpointResource::issued);
    }

    @GET
    @Operation(summary = "Commands to the devices of a metering point, newest first")
    public Uni<List<SetpointView>> commands(
            @QueryParam("meteringPoint") @Nullable String meteringPoint,
            @QueryParam("limit") @Nullable String limit) {
        if (meteringPoint == null) {
            throw Inputs.invalid("meteringPoint", "is missing");
        }
        int most = Inputs.limit(limit, USUAL, MOST);
        return readable(meteringPoint)
                .chain(point -> store.commands(point.id(), most))
                .map(found -> found.stream().map(SetpointView::of).toList());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A command and what became of it")
    public Uni<SetpointView> command(@PathParam("id") String id) {
        Access access = caller.access();
        return command(access, id).map(SetpointView::of);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Takes back what the command's device was ordered; operators only")
    public Uni<RestResponse<SetpointView>> revoke(@PathParam("id") String id) {
        Access access = caller.access();
        String login = access.requireOperator();
        return command(access, id)
                .chain(command ->
                        store.revoke(
                                command.plan().target().meteringPoint(),
                                command.plan().target().device(),
                                login,
                                clock.now()))
                .map(SetpointResource::issued);
    }

    private static RestResponse<SetpointView> issued(IssueResult result) {
        return switch (result) {
            case IssueResult.Issued(SetpointCommand command) ->
                    RestResponse.status(RestResponse.Status.CREATED, SetpointView.of(command));
            case IssueResult.Refused(IssueResult.Refusal reason) ->
                    throw new ProblemException(refused(reason));
        };
    }

    private static Problem refused(IssueResult.Refusal reason) {
        return switch (reason) {
            case NO_CONSENT ->
                    Problem.of(
                            409,
                            "control-not-allowed",
                            "Control not allowed",
                            "The member does not let the market control devices.");
            case NO_GATEWAY ->
                    Problem.of(
                            409,
                            "no-gateway",
                            "No gateway",
                            "No gateway reports the metering point.");
            case EXPIRY -> Problem.ofField("expiresAt", "expiresAt is not in the next 72 hours.");
        };
    }

    /** A command that the caller may see. */
    private Uni<SetpointCommand> command(Access access, String id) {
        Uni<Optional<SetpointCommand>> found =
                id.matches("[0-9]{1,18}")
                        ? store.find(Long.parseLong(id))
                        : Uni.createFrom().item(Optional.empty());
        return found.map(command ->
                        command.orElseThrow(
                                () -> new ProblemException(Problem.notFound("setpoint " + id))))
                .call(command ->
                        find(command.plan().target().meteringPoint().value())
                                .invoke(point -> access.requireMayRead(point.participant())));
    }

    private Uni<MeteringPoint> readable(String id) {
        Access access = caller.access();
        return find(id).invoke(point -> access.requireMayRead(point.participant()));
    }

    private Uni<MeteringPoint> find(String id) {
        return MeteringPointResource.find(registry, id);
    }
}
