package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others published that a settlement must refuse: gridsingularity/gsy-decentralized-exchange
 * at aa99ea2, gsy-node/modules/trades-settlement/src/tests.rs. Penalties are cash that members are
 * charged in a batch.
 */
class SettlementCasesTest {

    @TempDir Path home;

    /** The case gsydex-penalty-operator. */
    @Test
    void penaltiesOnlyByARegisteredOperator() {
        ChainAccounts accounts = ChainAccounts.open(home.resolve("seed"));
        SettlementContract contract = SettlementContract.load();
        byte[] charge = SettlementContract.settle(Batches.batch(accounts, 0, 2));
        try (EmbeddedChain chain = Nodes.start(home.resolve("chain"))) {
            ChainAddress address = deploy(contract, accounts, chain);

            CallResult byMember =
                    chain.call(accounts.addressOf(Batches.participant(1)), address, charge);
            CallResult byOperator = chain.call(accounts.operatorAddress(), address, charge);

            assertThat(byMember)
                    .isInstanceOfSatisfying(
                            CallResult.Refused.class,
                            refused ->
                                    assertThat(contract.errorIn(refused.errorDataHex()))
                                            .startsWith("NotOperator("));
            assertThat(byOperator).isInstanceOf(CallResult.Returned.class);
        }
    }

    private static ChainAddress deploy(
            SettlementContract contract, ChainAccounts accounts, EmbeddedChain chain) {
        TransactionSigner signer = new TransactionSigner(accounts.operator(), chain.chainId());
        String deployment =
                signer.signCreation(
                                0,
                                Digest.ZERO,
                                contract.deployment(accounts.operatorAddress()),
                                SettlementContract.DEPLOYMENT_GAS,
                                Fees.NONE)
                        .newest()
                        .rawTransactionHex();
        chain.send(HexFormat.of().parseHex(deployment));
        chain.seal();
        return TransactionSigner.contractAddress(accounts.operatorAddress(), 0);
    }
}
