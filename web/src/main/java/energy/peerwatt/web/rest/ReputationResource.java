package energy.peerwatt.web.rest;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.store.FindingStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.reputation.Objection;
import energy.peerwatt.web.reputation.Objection.Answer;
import energy.peerwatt.web.reputation.Objection.FindingKey;
import energy.peerwatt.web.reputation.ObjectionLedger;
import energy.peerwatt.web.reputation.Reputations;
import energy.peerwatt.web.view.FindingView;
import energy.peerwatt.web.view.ObjectionView;
import energy.peerwatt.web.view.ReputationView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What a metering point's reputation is made of, and what its member says against it. */
@Path("/api/v1/metering-points/{id}")
@Tag(name = "reputation")
public class ReputationResource {

    private final Registry registry;
    private final Reputations reputations;
    private final FindingStore findings;
    private final ObjectionLedger objections;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public ReputationResource(
            Registry registry,
            Reputations reputations,
            FindingStore findings,
            ObjectionLedger objections,
            MarketClock clock,
            CurrentCaller caller) {
        this.registry = registry;
        this.reputations = reputations;
        this.findings = findings;
        this.objections = objections;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Path("/reputation")
    @Operation(summary = "Deliveries, quality of values and findings of the last 30 days")
    public Uni<ReputationView> reputation(@PathParam("id") String id) {
        return readable(id)
                .chain(point -> reputations.of(point, clock.now()))
                .map(ReputationView::of);
    }

    @GET
    @Path("/findings")
    @Operation(summary = "What checks found in the last 30 days, withdrawn findings too")
    public Uni<List<FindingView>> findings(@PathParam("id") String id) {
        Instant now = clock.now();
        return readable(id)
                .chain(point -> findings.of(point.id(), now.minus(Reputations.SPAN), now))
                .map(found -> found.stream().map(FindingView::of).toList());
    }

    @GET
    @Path("/objections")
    @Operation(summary = "What the member objected to, the newest first, with the answers")
    public Uni<List<ObjectionView>> objections(@PathParam("id") String id) {
        return readable(id)
                .chain(point -> objections.of(point.id()))
                .map(found -> found.stream().map(ObjectionView::of).toList());
    }

    @POST
    @Path("/objections")
    @Operation(summary = "Objects to a finding or to the rest of the reputation; its member only")
    public Uni<RestResponse<ObjectionView>> object(
            @PathParam("id") String id, @NotNull @Valid MeterRequests.Filing body) {
        Access access = caller.access();
        Optional<FindingKey> about = about(body);
        return MeteringPointResource.find(registry, id)
                .invoke(point -> access.requireSelf(point.participant()))
                .call(point -> requireFinding(point, about))
                .chain(point -> objections.file(point.id(), body.text(), about, clock.now()))
                .map(filed ->
                        RestResponse.status(RestResponse.Status.CREATED, ObjectionView.of(filed)));
    }

    private static Optional<FindingKey> about(MeterRequests.Filing body) {
        Optional<Check> check = Inputs.name("check", Check.class, body.check());
        return check.map(name ->
                new FindingKey(
                        Inputs.requiredInstant("interval", body.interval()),
                        Inputs.name("channel", Channel.class, body.channel())
                                .orElseThrow(() -> Inputs.invalid("channel", "is missing")),
                        name));
    }

    private Uni<Void> requireFinding(MeteringPoint point, Optional<FindingKey> about) {
        return about.map(key ->
                        findings.of(point.id(), key.start(), key.start().plusSeconds(1))
                                .invoke(found -> {
                                    if (found.stream().noneMatch(one -> isAbout(key, one))) {
                                        throw new ProblemException(
                                                Problem.notFound(
                                                        "finding " + key.check() + " there"));
                                    }
                                })
                                .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static boolean isAbout(FindingKey key, FindingStore.Recorded recorded) {
        return recorded.finding().check() == key.check()
                && recorded.finding().channel() == key.channel();
    }

    @POST
    @Path("/objections/{number}/answer")
    @Operation(summary = "Answers an objection, once; if upheld, the finding is withdrawn")
    public Uni<ObjectionView> answer(
            @PathParam("id") String id,
            @PathParam("number") String number,
            @NotNull @Valid MeterRequests.Reply body) {
        String login = caller.access().requireOperator();
        long objection = Inputs.requiredNumber("number", number);
        Answer answer = new Answer(clock.now(), login, body.upheld(), body.text());
        return MeteringPointResource.find(registry, id)
                .chain(point -> objections.of(point.id()))
                .map(filed -> unanswered(filed, objection))
                .call(filed -> withdraw(filed, answer))
                .chain(filed -> objections.answer(filed.meteringPoint(), objection, answer))
                .map(found -> found.orElseThrow(() -> noneOpen(objection)))
                .map(ObjectionView::of);
    }

    private static Objection unanswered(List<Objection> filed, long number) {
        return filed.stream()
                .filter(one -> one.id() == number && one.answer().isEmpty())
                .findFirst()
                .orElseThrow(() -> noneOpen(number));
    }

    private static ProblemException noneOpen(long number) {
        return new ProblemException(Problem.notFound("objection " + number + " without an answer"));
    }

    /** Before the answer is kept: answering can be repeated if it is not. */
    private Uni<Void> withdraw(Objection objection, Answer answer) {
        return objection
                .about()
                .filter(_ -> answer.upheld())
                .map(key ->
                        findings.withdraw(
                                        objection.meteringPoint(),
                                        key.start(),
                                        key.channel(),
                                        key.check(),
                                        answer.at())
                                .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<MeteringPoint> readable(String id) {
        Access access = caller.access();
        return MeteringPointResource.find(registry, id)
                .invoke(point -> access.requireMayRead(point.participant()));
    }
}
