package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.settlement.chain.Governance.Support;
import energy.peerwatt.settlement.chain.VotingKeys;
import energy.peerwatt.settlement.store.VotingKey;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.view.BallotView;
import energy.peerwatt.web.view.VotingKeyView;
import energy.peerwatt.web.view.VotingKeyView.VoteView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A member's vote: with a key of its own, never with the one that the market keeps for it. */
@Path("/api/v1/participants/{id}/vote")
@Tag(name = "participants")
public class VotingResource {

    private final Homes homes;
    private final Parts parts;
    private final AccountEvents events;
    private final Presence presence;
    private final CurrentCaller caller;

    public VotingResource(
            Homes homes,
            Parts parts,
            AccountEvents events,
            Presence presence,
            CurrentCaller caller) {
        this.homes = homes;
        this.parts = parts;
        this.events = events;
        this.presence = presence;
        this.caller = caller;
    }

    /**
     * With which key to vote.
     *
     * @param signature of the address's key over the text that {@code key-text} gives (EIP-191)
     * @param proof that the person still sits there
     */
    public record Key(
            @NotNull String address, @NotNull String signature, @NotNull @Valid Proof proof) {}

    /** What a wallet is to sign. */
    public record KeyText(String text) {}

    /**
     * A vote.
     *
     * @param proposal {@code 0x} and 64 digits
     * @param signature of the member's voting key over the ballot (EIP-712)
     */
    public record SignedVote(
            @NotNull String proposal, @NotNull Support support, @NotNull String signature) {}

    @GET
    @Operation(summary = "Which key votes for the member, and whether the chain counts it")
    public Uni<VotingKeyView> vote(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        ParticipantId participant = Homes.id(id);
        caller.access().requireMayRead(participant);
        return onWorker(participant, this::view);
    }

    private VotingKeyView view(ParticipantId participant) {
        Optional<VotingKey> key = keys().of(participant);
        List<VoteView> votes =
                key
                        .map(one -> new ChainAddress(one.address()))
                        .map(parts.chain().gateway().governance()::votesOf)
                        .orElse(Map.of())
                        .entrySet()
                        .stream()
                        .map(vote -> new VoteView(vote.getKey().hex(), vote.getValue()))
                        .toList();
        return new VotingKeyView(
                participant.value(),
                key.map(one -> new ChainAddress(one.address()).checksummed()).orElse(null),
                key.filter(one -> one.told() && one.refusal() == null).isPresent(),
                key.map(VotingKey::refusal).orElse(null),
                Objects.requireNonNull(parts.chain().gateway().contracts().get("CommunityGovernor"))
                        .checksummed(),
                votes);
    }

    @GET
    @Path("/key-text")
    @Operation(summary = "What an address's key signs to vote for the member; the member alone")
    public Uni<KeyText> keyText(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("address") @Nullable String address) {
        Access access = caller.access();
        ParticipantId participant = own(access, id);
        long account = access.requirePerson().account();
        ChainAddress voter = address(address);
        return onWorker(
                participant, one -> new KeyText(keys().proofText(one, account, voter).text()));
    }

    @PUT
    @Path("/key")
    @Operation(
            summary =
                    "Names the address whose key votes for the member, in place of the one before;"
                            + " the member alone, who shows once more who it is")
    public Uni<VotingKeyView> name(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid Key wanted) {
        Access access = caller.access();
        ParticipantId participant = own(access, id);
        long account = access.requirePerson().account();
        Author author = caller.author();
        ChainAddress voter = address(wanted.address());
        return stillThere(access, wanted.proof())
                .chain(() ->
                        onWorker(
                                participant, one -> named(one, account, voter, wanted.signature())))
                .call(() ->
                        events.record(
                                account,
                                Kind.VOTING_KEY_SET,
                                author,
                                "home " + participant + ": " + voter.checksummed()));
    }

    private VotingKeyView named(
            ParticipantId participant, long account, ChainAddress voter, String signature) {
        if (!keys().name(participant, account, voter, signature)) {
            throw Inputs.invalid(
                    "signature", "is not of the address's key, or the key votes for another");
        }
        return view(participant);
    }

    @DELETE
    @Path("/key")
    @Operation(summary = "The member votes no more; the member alone")
    public Uni<RestResponse<Void>> drop(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Access access = caller.access();
        ParticipantId participant = own(access, id);
        long account = access.requirePerson().account();
        Author author = caller.author();
        return onWorker(participant, one -> keys().drop(one))
                .call(dropped ->
                        dropped
                                ? events.record(
                                        account,
                                        Kind.VOTING_KEY_REMOVED,
                                        author,
                                        "home " + participant)
                                : Uni.createFrom().voidItem())
                .replaceWith(RestResponse.noContent());
    }

    @GET
    @Path("/ballot")
    @Operation(summary = "What the member's voting key signs to vote; the member alone")
    public Uni<BallotView> ballot(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("proposal") @Nullable String proposal,
            @QueryParam("support") @Nullable String support) {
        ParticipantId participant = own(caller.access(), id);
        Digest wanted = GovernanceResource.id(proposal == null ? "" : proposal);
        Support says =
                Inputs.name("support", Support.class, support)
                        .orElseThrow(() -> Inputs.invalid("support", "is missing"));
        return onWorker(
                participant,
                one ->
                        BallotView.of(
                                parts.chain()
                                        .gateway()
                                        .governance()
                                        .ballot(wanted, says, voterOf(one))));
    }

    @POST
    @Path("/votes")
    @Operation(summary = "Brings the member's signed vote to the chain; the member alone")
    public Uni<RestResponse<Void>> vote(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid SignedVote vote) {
        ParticipantId participant = own(caller.access(), id);
        Digest proposal = GovernanceResource.id(vote.proposal());
        byte[] signature = signature(vote.signature());
        return onWorker(participant, one -> cast(one, proposal, vote.support(), signature))
                .replaceWith(RestResponse.accepted());
    }

    private ChainAddress cast(
            ParticipantId participant, Digest proposal, Support support, byte[] signature) {
        ChainAddress voter = voterOf(participant);
        parts.chain()
                .gateway()
                .governance()
                .vote(proposal, support, voter, signature)
                .ifPresent(why -> {
                    throw conflict("vote-refused", "The governor says: " + why);
                });
        return voter;
    }

    private ChainAddress voterOf(ParticipantId participant) {
        return keys().of(participant)
                .filter(keys()::isMember)
                .map(key -> new ChainAddress(key.address()))
                .orElseThrow(() ->
                        conflict(
                                "no-voting-key",
                                "Members vote with a key of their own: name one, and wait until the"
                                        + " chain has admitted it."));
    }

    private VotingKeys keys() {
        return parts.chain().gateway().votingKeys();
    }

    /** A second proof of who it is. */
    private Uni<Void> stillThere(Access access, Proof proof) {
        return presence.require(
                access.requirePerson().login(), caller.session(), caller.address(), proof);
    }

    private static ProblemException conflict(String id, String detail) {
        return new ProblemException(Problem.of(409, id, id.replace('-', ' '), detail));
    }

    private static ParticipantId own(Access access, String id) {
        ParticipantId participant = Homes.id(id);
        access.requireSelf(participant);
        return participant;
    }

    private static ChainAddress address(@Nullable String text) {
        try {
            return new ChainAddress(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("address", "is not 0x and 40 hexadecimal digits");
        }
    }

    private static byte[] signature(String text) {
        if (!text.matches("0x[0-9a-fA-F]{130}")) {
            throw Inputs.invalid("signature", "is not 0x and 130 hexadecimal digits");
        }
        return HexFormat.of().parseHex(text, 2, text.length());
    }

    /** The chain and the outbox block. */
    private <T> Uni<T> onWorker(ParticipantId participant, Function<ParticipantId, T> work) {
        return homes.find(participant)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(home -> work.apply(home.participant().id()));
    }
}
