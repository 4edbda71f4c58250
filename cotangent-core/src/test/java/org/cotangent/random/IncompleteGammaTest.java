package org.cotangent.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cotangent.core.Ops.*;

import org.cotangent.TensorFn;
import org.cotangent.Transforms;
import org.cotangent.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Derivatives with respect to the shape against differences at 60 digits (computed with mpmath).
class IncompleteGammaTest {
    @ParameterizedTest
    @CsvSource({
        "1,0.01,0.3,-0.90874580226854585814",
        "2,0.01,0.3,-0.28992234832606130916",
        "3,0.01,0.3,3.3759756216905978125",
        "1,0.5,0.2,-0.8201614064863388779",
        "2,0.5,0.2,1.0339378610953087794",
        "3,0.5,0.2,-0.15586690575274143604",
        "1,0.5,3,-0.047240326447973750916",
        "2,0.5,3,-0.085989868973685683982",
        "3,0.5,3,-0.062516056470523028731",
        "1,1,1,-0.43172971063489869613",
        "2,1,1,0.033618035299959197091",
        "3,1,1,0.40356539791166176305",
        "1,2.5,0.001,-7.617280944596219945e-8",
        "2,2.5,0.001,6.0707911144841672783e-7",
        "3,2.5,0.001,-4.8119569216040451439e-6",
        "1,2.5,2.4,-0.26564255038798841104",
        "2,2.5,2.4,0.014833939465916770296",
        "3,2.5,2.4,0.1060236445492201477",
        "1,2.5,9,-0.0047416795481938814446",
        "2,2.5,9,-0.0062175983712570991731",
        "3,2.5,9,-0.0061581615907174860829",
        "1,10,9.5,-0.12882764167930820599",
        "2,10,9.5,0.0067725259856961538557",
        "3,10,9.5,0.012607717825569667578",
        "1,30,45,-0.0034741570951297631084",
        "2,30,45,-0.0014122483428958033975",
        "3,30,45,-0.00045784440155628936336",
        "1,100,95,-0.035991134792831111611",
        "2,100,95,0.0018479446137258724404",
        "3,100,95,0.00026530849357865764308",
        "1,1000,1010,-0.011945731337225441517",
        "2,1000,1010,-0.00011887289008597825818",
        "3,1000,1010,0.000010763821600448081887",
        "1,1000,900.5,-0.00006599692969007395508",
        "2,1000,900.5,6.917397633125275548e-6",
        "3,1000,900.5,-6.5903779842241403511e-7",
        "1,20000,20100,-0.0021933116041998435016",
        "2,20000,20100,-0.000010939277796068540479",
        "3,20000,20100,5.5105712220915939224e-8",
        "1,1e-06,0.5,-0.55977418153479016904",
        "2,1e-06,0.5,-0.58675767494602408356",
        "3,1e-06,0.5,1.9088222238394310643",
        "1,0.3,1e-08,-0.080961406317629460611",
        "2,0.3,1e-08,1.472634875230384689",
        "3,0.3,1e-08,-26.6888027542808226",
        "1,5,40,-1.1093523259184269656e-12",
        "2,5,40,-2.3405214264699648536e-12",
        "3,5,40,-4.7067373562909525342e-12"
    })
    void derivativesWithRespectToTheShape(int n, double a, double x, double want) {
        double got = igammaShape(n, tensor(a), tensor(x)).toDoubleArray()[0];
        assertThat(got).isCloseTo(want, within(2e-13 * Math.abs(want)));
        if (n == 1) {
            TensorFn q = t -> sum(igammac(t, tensor(x)));
            assertThat(Transforms.grad(q).apply(tensor(a)).toDoubleArray()[0]).isEqualTo(-got);
        }
    }

    @Test
    void theEdges() {
        Tensor a = tensor(0, 2, 2, 2, Double.POSITIVE_INFINITY, -1, 2, Double.NaN, 0);
        Tensor x = tensor(1, 0, Double.POSITIVE_INFINITY, -1, 5, 1, Double.NaN, 1, 0);
        double nan = Double.NaN;
        assertThat(igamma(a, x).toDoubleArray()).containsExactly(1, 0, 1, nan, 0, nan, nan, nan, nan);
        assertThat(igammac(a, x).toDoubleArray()).containsExactly(0, 1, 0, nan, 1, nan, nan, nan, nan);
    }

    @Test
    void integersGiveSumsOfPoissonProbabilities() {
        for (int n : new int[] {1, 2, 5, 20}) {
            for (double x : new double[] {0.1, 3, 17.5, 60}) {
                double term = Math.exp(-x);
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += term;
                    term *= x / (k + 1);
                }
                assertThat(igammac(tensor((double) n), tensor(x)).toDoubleArray()[0])
                        .isCloseTo(sum, within(1e-14 * sum));
            }
        }
    }
}
