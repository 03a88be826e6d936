package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Verified;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingChainTest {

    private static final String GATEWAY = "gw-1";

    private final BlockSigner signer = BlockSamples.newSigner(GATEWAY);
    private final List<Reading> readings = BlockSamples.small(GATEWAY).readings();

    @Test
    void startsWithTheNamedGenesisOfItsRegister() {
        Verified verified = verify(signer.sign(block(0, 4), newChain()));

        assertThat(verified.links())
                .extracting(ChainLink::previous)
                .containsExactly(
                        genesis(1, BlockSamples.OTHER, Channel.IMPORT),
                        genesis(1, BlockSamples.POINT, Channel.IMPORT),
                        genesis(1, BlockSamples.POINT, Channel.EXPORT));
        assertThat(genesis(2, BlockSamples.POINT, Channel.EXPORT))
                .isNotEqualTo(genesis(1, BlockSamples.POINT, Channel.EXPORT));
    }

    @Test
    void doesNotDependOnHowReadingsArePutIntoBlocks() {
        ReadingChain oneBlock = newChain();
        ReadingChain blocks = newChain();
        ReadingChain singly = newChain();

        signer.sign(block(0, 4), oneBlock);
        signer.sign(block(0, 1), blocks);
        signer.sign(block(1, 4), blocks);
        readings.forEach(singly::append);

        assertThat(blocks.heads()).containsExactlyInAnyOrderElementsOf(oneBlock.heads());
        assertThat(singly.heads()).containsExactlyInAnyOrderElementsOf(oneBlock.heads());
    }

    @Test
    void nextBlockLinksToTheHeadsBefore() {
        ReadingChain chain = newChain();
        Verified first = verify(signer.sign(block(0, 2), chain));
        ReadingChain restarted =
                new ReadingChain(GATEWAY, 1, BlockSamples.SALT, chain.copy().heads());

        Verified second = verify(signer.sign(block(2, 4), restarted));

        Hash256 head = first.links().getLast().head();
        assertThat(second.links().getLast().previous()).isEqualTo(head);
        assertThat(second.links().getLast().channel()).isEqualTo(Channel.IMPORT);
        assertThat(first.signed().prove(8).orElseThrow())
                .satisfies(proof -> assertThat(hashOf(proof)).isEqualTo(head));
    }

    @Test
    void linksFromTheMiddleOfBlockContinueWhatIsBefore() {
        Verified whole = verify(signer.sign(block(0, 4), newChain()));
        ReadingChain chain = newChain();
        signer.sign(block(0, 2), chain);
        Verified rest = verify(signer.sign(block(2, 4), chain));

        assertThat(whole.signed().links(1)).isEqualTo(whole.links());
        assertThat(whole.signed().links(9)).isEqualTo(rest.links());
        assertThat(whole.signed().links(11)).isEmpty();
    }

    @Test
    void copyGoesItsOwnWay() {
        ReadingChain chain = newChain();
        ReadingChain copy = chain.copy();

        copy.append(readings.getFirst());

        assertThat(chain.heads()).isEmpty();
        assertThat(copy.heads()).hasSize(1);
    }

    @Test
    void saltsDifferByReadingEpochAndSecret() {
        Set<Hash256> heads = new HashSet<>();
        for (ReadingChain chain :
                List.of(newChain(), new ReadingChain(GATEWAY, 1, SaltKey.random()))) {
            chain.append(readings.getFirst());
            heads.add(chain.heads().getFirst().hash());
        }

        assertThat(heads).hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> SaltKey.of(new byte[31]));
    }

    @Test
    void refusesChainOfAnotherEpochOrGateway() {
        ReadingChain epoch2 = new ReadingChain(GATEWAY, 2, BlockSamples.SALT);
        ReadingChain other = new ReadingChain("gw-2", 1, BlockSamples.SALT);

        assertThatIllegalArgumentException().isThrownBy(() -> signer.sign(block(0, 1), epoch2));
        assertThatIllegalArgumentException().isThrownBy(() -> signer.sign(block(0, 1), other));
    }

    private Hash256 hashOf(ReadingProof proof) {
        return ((ProofResult.Proven)
                        BlockSamples.proofsTrusting(signer.identity()).verify(proof.toByteArray()))
                .leaf();
    }

    private ReadingChain newChain() {
        return new ReadingChain(GATEWAY, 1, BlockSamples.SALT);
    }

    private ReadingBlock block(int from, int to) {
        return new ReadingBlock(GATEWAY, 1, readings.subList(from, to));
    }

    private Verified verify(byte[] signed) {
        return (Verified) BlockSamples.trusting(signer.identity()).verify(signed);
    }

    private static Hash256 genesis(long epoch, MeteringPointId point, Channel channel) {
        return ReadingChain.genesis(GATEWAY, epoch, point, channel);
    }
}
