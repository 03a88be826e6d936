package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.Governance;
import energy.peerwatt.web.parts.Chain;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.view.GovernanceView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What the community votes on: its rules, its operator, auditor and meters' keys, appeals. */
@Path("/api/v1/governance")
@Tag(name = "chain")
public class GovernanceResource {

    private final Parts parts;

    public GovernanceResource(Parts parts) {
        this.parts = parts;
    }

    @GET
    @Operation(summary = "The contracts of the community's votes, and all proposals")
    public Uni<GovernanceView> all() {
        return onWorker(() -> {
            Chain chain = parts.chain();
            return GovernanceView.of(
                    chain.id(),
                    chain.gateway().contracts(),
                    chain.gateway().governance().proposals());
        });
    }

    @POST
    @Path("/proposals/{proposal}/execution")
    @Operation(
            summary =
                    "Has what was decided wait for its time, or take effect once that has come;"
                            + " anybody may")
    public Uni<RestResponse<Void>> carryOut(@PathParam("proposal") String proposal) {
        Digest id = id(proposal);
        return onWorker(() -> {
            Governance governance = parts.chain().gateway().governance();
            if (governance.proposals().stream().noneMatch(one -> one.id().equals(id))) {
                throw new ProblemException(Problem.notFound("proposal " + proposal));
            }
            Optional<String> refusal = governance.carryOut(id);
            refusal.ifPresent(why -> {
                throw new ProblemException(
                        Problem.of(409, "not-decided", "not decided", "The governor says: " + why));
            });
            return RestResponse.accepted();
        });
    }

    static Digest id(String text) {
        try {
            return new Digest(text);
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("proposal", "is not 0x and 64 hexadecimal digits");
        }
    }

    /** The chain and the outbox block. */
    private static <T> Uni<T> onWorker(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
