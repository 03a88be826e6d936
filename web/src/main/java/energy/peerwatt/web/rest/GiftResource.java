package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.gift.AgreedGift;
import energy.peerwatt.web.gift.AgreedGift.Role;
import energy.peerwatt.web.gift.GiftLedger;
import energy.peerwatt.web.gift.GiftLedger.Author;
import energy.peerwatt.web.gift.GiftLedger.Offered;
import energy.peerwatt.web.gift.Given;
import energy.peerwatt.web.rest.Homes.Home;
import energy.peerwatt.web.strategy.Corridor;
import energy.peerwatt.web.view.GiftView;
import energy.peerwatt.web.view.GiftView.Made;
import energy.peerwatt.web.view.GiftView.State;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * What a home gives to a partner, or is given. What is changed holds from the first interval on
 * whose gate is open.
 */
@Path("/api/v1/participants/{id}/gifts")
@Tag(name = "participants")
public class GiftResource {

    private static final Duration SHOWN = Duration.ofDays(7);

    private final GiftLedger gifts;
    private final Homes homes;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public GiftResource(GiftLedger gifts, Homes homes, MarketClock clock, CurrentCaller caller) {
        this.gifts = gifts;
        this.homes = homes;
        this.clock = clock;
        this.caller = caller;
    }

    /** To whom. */
    public record Offer(@NotNull Long partnerId) {}

    /** Whether it shall rest. */
    public record Pause(@NotNull Boolean paused) {}

    @GET
    @Operation(summary = "What a home gives to a partner or is given; the home's people only")
    public Uni<List<GiftView>> all(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        ParticipantId home = own(id);
        return gifts.of(home).chain(found -> views(home, found));
    }

    private Uni<List<GiftView>> views(ParticipantId home, List<AgreedGift> found) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(gift -> view(home, gift))
                .collect()
                .asList();
    }

    private Uni<GiftView> view(ParticipantId home, AgreedGift gift) {
        Instant now = clock.now();
        return Uni.combine()
                .all()
                .unis(
                        homes.find(gift.giver().id()),
                        homes.find(gift.receiver().id()),
                        gifts.shared(gift.giver().id(), gift.receiver().id(), now.minus(SHOWN)))
                .asTuple()
                .map(parts ->
                        view(home, gift, parts.getItem1(), parts.getItem2(), parts.getItem3()));
    }

    private GiftView view(
            ParticipantId home, AgreedGift gift, Home giver, Home receiver, List<Given> shared) {
        Instant next = giver.area().nextOpen(clock.now()).start();
        Corridor giving = Corridor.of(giver.area(), giver.point(), next);
        Corridor receiving = Corridor.of(receiver.area(), receiver.point(), next);
        Role role = gift.roleOf(home);
        boolean named = role == Role.RECEIVER || gift.accepted();
        Price instead = role == Role.GIVER ? giving.feedIn() : receiving.ceiling();
        return new GiftView(
                gift.id(),
                role,
                gift.partnerOf(home).id().value(),
                named ? gift.partnerOf(home).name() : null,
                state(gift),
                gift.pausedBy().filter(home::equals).isPresent(),
                giving.feedIn().microPerKwh(),
                giving.feedIn().plus(receiving.fees()).microPerKwh(),
                instead.microPerKwh(),
                made(giver, shared));
    }

    private static State state(AgreedGift gift) {
        if (!gift.accepted()) {
            return State.OFFERED;
        }
        return gift.pausedBy().isPresent() ? State.PAUSED : State.IN_FORCE;
    }

    /** Of what was shared, what was so at the giver's feed-in price. */
    private static List<Made> made(Home giver, List<Given> shared) {
        List<Made> made = new ArrayList<>();
        for (Given one : shared) {
            Price feedIn = giver.point().tariffs().at(one.start()).feedIn();
            boolean isNext = made.isEmpty() || !made.getLast().interval().equals(one.start());
            if (isNext && one.price().equals(feedIn)) {
                made.add(new Made(one.start(), one.energyWh(), one.price().microPerKwh()));
            }
        }
        return made;
    }

    @POST
    @Operation(
            summary =
                    "Offers a home's surplus to another home of its area, which has to agree; to one at a time")
    public Uni<RestResponse<List<GiftView>>> offer(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid Offer offer) {
        ParticipantId home = own(id);
        if (offer.partnerId() < ParticipantId.FIRST_MEMBER || offer.partnerId() == home.value()) {
            throw Inputs.invalid("partnerId", "is no other home");
        }
        ParticipantId partner = new ParticipantId(offer.partnerId());
        return homes.find(home)
                .chain(giver ->
                        homes.find(partner)
                                .invoke(receiver -> requireNeighbours(giver, receiver))
                                .chain(() ->
                                        gifts.offer(
                                                giver.area().rules().area(),
                                                partner,
                                                author(home))))
                .invoke(GiftResource::requireMade)
                .chain(() -> all(id))
                .map(all -> RestResponse.status(RestResponse.Status.CREATED, all));
    }

    private static void requireMade(Offered offered) {
        switch (offered) {
            case Offered.Made _ -> {}
            case Offered.GivesAlready _ -> throw conflict("gift-there", "The home gives already.");
            case Offered.Rests(Instant until) ->
                    throw conflict(
                            "gift-declined",
                            "That home declined not long ago; it is not asked again before "
                                    + until
                                    + ".");
        }
    }

    private static void requireNeighbours(Home giver, Home receiver) {
        if (!giver.point().area().equals(receiver.point().area())) {
            throw Inputs.invalid("partnerId", "is a home of another area");
        }
    }

    @POST
    @Path("/{gift}/acceptance")
    @Operation(summary = "Agrees to be given a partner's surplus; the receiver's people only")
    public Uni<List<GiftView>> accept(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("gift") @Schema(type = SchemaType.INTEGER) String gift) {
        ParticipantId home = own(id);
        long number = Inputs.requiredNumber("gift", gift);
        return nextOpen(home)
                .chain(from -> gifts.accept(number, author(home), from))
                .invoke(done -> requireThere(done, gift))
                .chain(() -> all(id));
    }

    @PUT
    @Path("/{gift}/pause")
    @Operation(summary = "Pauses a gift of either home, or goes on with what one has paused")
    public Uni<List<GiftView>> pause(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("gift") @Schema(type = SchemaType.INTEGER) String gift,
            @NotNull @Valid Pause pause) {
        ParticipantId home = own(id);
        long number = Inputs.requiredNumber("gift", gift);
        return nextOpen(home)
                .chain(from ->
                        pause.paused()
                                ? gifts.pause(number, author(home), from)
                                : gifts.resume(number, author(home), from))
                .invoke(done -> requireThere(done, gift))
                .chain(() -> all(id));
    }

    @DELETE
    @Path("/{gift}")
    @Operation(summary = "Ends or declines a gift; either home. What was settled stays")
    public Uni<List<GiftView>> end(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("gift") @Schema(type = SchemaType.INTEGER) String gift) {
        ParticipantId home = own(id);
        long number = Inputs.requiredNumber("gift", gift);
        return nextOpen(home)
                .chain(until -> gifts.end(number, author(home), until))
                .invoke(done -> requireThere(done, gift))
                .chain(() -> all(id));
    }

    /** Says whenever asked from which interval on a change can hold. */
    private Uni<Supplier<Instant>> nextOpen(ParticipantId home) {
        return homes.find(home).map(found -> () -> found.area().nextOpen(clock.now()).start());
    }

    private Author author(ParticipantId home) {
        return new Author(home, "participant " + home.value(), clock.now());
    }

    private ParticipantId own(String id) {
        ParticipantId home = Homes.id(id);
        caller.access().requireSelf(home);
        return home;
    }

    private static void requireThere(boolean done, String gift) {
        if (!done) {
            throw new ProblemException(Problem.notFound("gift " + gift + " for which that holds"));
        }
    }

    private static ProblemException conflict(String id, String detail) {
        return new ProblemException(Problem.of(409, id, id.replace('-', ' '), detail));
    }
}
