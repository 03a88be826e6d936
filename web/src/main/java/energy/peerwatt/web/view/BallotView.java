package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.Governance.Ballot;
import java.util.List;
import java.util.Map;

/**
 * What a voter's wallet signs: typed data as {@code eth_signTypedData_v4} takes them (EIP-712).
 *
 * @param types of domain and message
 */
public record BallotView(
        Map<String, List<Field>> types,
        String primaryType,
        Map<String, Object> domain,
        Map<String, Object> message) {

    /** A field of a type. */
    public record Field(String name, String type) {}

    private static final Map<String, List<Field>> TYPES =
            Map.of(
                    "EIP712Domain",
                    List.of(
                            new Field("name", "string"),
                            new Field("version", "string"),
                            new Field("chainId", "uint256"),
                            new Field("verifyingContract", "address")),
                    "Ballot",
                    List.of(
                            new Field("proposalId", "uint256"),
                            new Field("support", "uint8"),
                            new Field("voter", "address"),
                            new Field("nonce", "uint256")));

    public static BallotView of(Ballot ballot) {
        return new BallotView(
                TYPES,
                "Ballot",
                Map.of(
                        "name",
                        "Peerwatt CommunityGovernor",
                        "version",
                        "1",
                        "chainId",
                        ballot.chainId(),
                        "verifyingContract",
                        ballot.contract().checksummed()),
                Map.of(
                        "proposalId",
                        ballot.proposal().hex(),
                        "support",
                        ballot.support().code(),
                        "voter",
                        ballot.voter().checksummed(),
                        "nonce",
                        ballot.nonce()));
    }
}
