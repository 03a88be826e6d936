package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.TariffDraft;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.registry.store.TariffRegistry;
import energy.peerwatt.web.tariff.SheetEffects;
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
import java.util.OptionalLong;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Price sheets: one person drafts, another publishes; utility and operators only. */
@Path("/api/v1/areas/{id}/tariff-drafts")
@Tag(name = "tariffs")
public class TariffDraftResource {

    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final Registry registry;
    private final TariffRegistry tariffs;
    private final SheetEffects effects;
    private final CurrentCaller caller;

    public TariffDraftResource(
            Registry registry, TariffRegistry tariffs, SheetEffects effects, CurrentCaller caller) {
        this.registry = registry;
        this.tariffs = tariffs;
        this.effects = effects;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Price sheets, published and withdrawn ones too, newest first")
    public Uni<List<TariffDraftView>> drafts(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("limit") @Nullable String limit) {
        String login = caller.access().requireUtility();
        int most = Inputs.limit(limit, USUAL, MOST);
        return AreaResource.find(registry, id)
                .chain(area -> tariffs.drafts(area.rules().area(), most))
                .map(all -> all.stream().map(one -> TariffDraftView.of(one, login)).toList());
    }

    @POST
    @Operation(summary = "Drafts a price sheet for a coming day, which changes no price yet")
    public Uni<RestResponse<TariffDraftView>> draft(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid TariffSheetRequest request) {
        Access access = caller.access();
        String by = access.requireUtility();
        return AreaResource.find(registry, id)
                .chain(area ->
                        points(area)
                                .map(points ->
                                        request.toSheet(area.rules().area(), members(points))))
                .chain(sheet -> tariffs.draft(sheet, by))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem)
                .map(draft ->
                        RestResponse.status(
                                RestResponse.Status.CREATED, TariffDraftView.of(draft, by)));
    }

    private Uni<List<MeteringPoint>> points(Area area) {
        return registry.meteringPoints(area.rules().area());
    }

    private static List<ParticipantId> members(List<MeteringPoint> points) {
        return points.stream().map(MeteringPoint::participant).distinct().toList();
    }

    @GET
    @Path("/{draft}/effect")
    @Operation(
            summary =
                    "What a draft changes in its first week, and would have changed for a home in its"
                            + " last 28 days")
    public Uni<TariffEffectView> effect(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("draft") @Schema(type = SchemaType.INTEGER) String draft,
            @QueryParam("participantId") @Nullable String participantId) {
        caller.access().requireUtility();
        OptionalLong home = Inputs.number("participantId", participantId);
        return AreaResource.find(registry, id)
                .chain(area ->
                        undecided(area, draft)
                                .chain(found ->
                                        points(area)
                                                .map(points -> chosen(points, home))
                                                .chain(point ->
                                                        effects.on(area, point, found.sheet())))
                                .map(effect -> TariffEffectView.of(area.currency(), effect)))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem);
    }

    private Uni<TariffDraft> undecided(Area area, String draft) {
        return tariffs.draft(area.rules().area(), number(draft))
                .map(found -> found.orElseThrow(() -> unknown(draft)))
                .invoke(found -> {
                    if (found.state() != TariffDraft.State.DRAFT) {
                        throw decided(found);
                    }
                });
    }

    private static MeteringPoint chosen(List<MeteringPoint> points, OptionalLong home) {
        return points.stream()
                .filter(point -> home.isEmpty() || point.participant().value() == home.getAsLong())
                .findFirst()
                .orElseThrow(() -> Inputs.invalid("participantId", "is not a member of the area"));
    }

    @POST
    @Path("/{draft}/publication")
    @Operation(summary = "Publishes a draft of somebody else: its prices hold from their day on")
    public Uni<TariffDraftView> publish(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("draft") @Schema(type = SchemaType.INTEGER) String draft) {
        String by = caller.access().requireUtility();
        return decided(id, draft, by, area -> tariffs.publish(area, number(draft), by));
    }

    @DELETE
    @Path("/{draft}")
    @Operation(summary = "Takes a draft back")
    public Uni<TariffDraftView> withdraw(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("draft") @Schema(type = SchemaType.INTEGER) String draft) {
        String by = caller.access().requireUtility();
        return decided(id, draft, by, area -> tariffs.withdraw(area, number(draft), by));
    }

    /** The draft as it is once this was decided about it. */
    private Uni<TariffDraftView> decided(
            String id,
            String draft,
            String by,
            Function<AreaId, Uni<TariffDraft.Outcome>> decision) {
        return AreaResource.find(registry, id)
                .chain(area -> decision.apply(area.rules().area()))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem)
                .map(outcome -> TariffDraftView.of(done(outcome, draft), by));
    }

    private static TariffDraft done(TariffDraft.Outcome outcome, String draft) {
        return switch (outcome) {
            case TariffDraft.Outcome.Done(TariffDraft done) -> done;
            case TariffDraft.Outcome.Unknown() -> throw unknown(draft);
            case TariffDraft.Outcome.Decided(TariffDraft before) -> throw decided(before);
            case TariffDraft.Outcome.SamePerson() ->
                    throw new ProblemException(
                            Problem.of(
                                    409,
                                    "same-person",
                                    "A second person is needed",
                                    "Who drafted a price sheet cannot publish it."));
        };
    }

    private static ProblemException unknown(String draft) {
        return new ProblemException(Problem.notFound("tariff draft " + draft));
    }

    private static ProblemException decided(TariffDraft draft) {
        return new ProblemException(
                Problem.of(
                        409,
                        "draft-decided",
                        "Draft decided",
                        "The price sheet is %s already."
                                .formatted(
                                        draft.state() == TariffDraft.State.PUBLISHED
                                                ? "published"
                                                : "withdrawn")));
    }

    /** A draft's number; one that is none is that of no draft. */
    private static long number(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
