package org.cotangent.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.core.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Small files of every kind, right, wrong and malformed.
class VectorsTest {
    @TempDir
    Path folder;

    private FileReport run(String name, String text) throws IOException {
        return Vectors.run(Files.writeString(folder.resolve(name), text.replace('\'', '"')));
    }

    @Test
    void derivativesThatHoldAndThatDoNot() throws IOException {
        var r = run("exp.csv",
                "x,f,df,d2f,d3f\n0,1,1,1,1\n1.0,2.718281828459045,2.718281828459045,2.718281828459045,2.7\n");
        assertThat(r.kind()).isEqualTo("scalar derivatives");
        assertThat(r.passed()).isEqualTo(1);
        assertThat(r.unexplained()).isEqualTo(1);
        assertThat(r.failures().getFirst()).contains("x=1.0", "d3f", "wanted 2.7");
    }

    @Test
    void anUnknownFunctionIsSkippedWithItsName() throws IOException {
        var r = run("nosuch.csv", "x,f,df,d2f,d3f\n0,1,1,1,1\n");
        assertThat(r.skipped()).isEqualTo(1);
        assertThat(r.skips().firstKey()).contains("`nosuch`");
    }

    @Test
    void bitsWithinAndBeyondTheirDistance() throws IOException {
        var r = run("sqrt.csv", "dtype,input_bits,output_bits,max_ulp\nfloat32,0x40800000,0x40000001,1\n"
                + "float64,0x4010000000000000,0x4000000000000003,2\n");
        assertThat(r.passed()).isEqualTo(1);
        assertThat(r.failed()).isEqualTo(1);
        assertThat(r.worst()).isEqualTo(1);
    }

    @Test
    void zerosKeepTheirSign() throws IOException {
        var r = run("any.csv", "function,a_bits,b_bits,expected_bits\nnegative,0x0000000000000000,,0x8000000000000000\n"
                + "abs,0x8000000000000000,,0x8000000000000000\n");
        assertThat(r.passed()).isEqualTo(1);
        assertThat(r.failed()).isEqualTo(1);
    }

    @Test
    void operatorGradients() throws IOException {
        var one = "{'dtype':'f64','shape':[2],'data':[%s]}";
        var text = "{'op':'mul','variant':'','cases':[{'args':[%s,%s],'kwargs':{},'outputs':[%s],'diff_outputs':[0],"
                + "'diff_inputs':['args[0]'],'cotangents':[%s],'vjp':[%s],'tangents':[%s],'jvp':[%s],'hvp':[%s]}]}";
        var r = run("mul.json", text.formatted(one.formatted("2,3"), one.formatted("5,7"), one.formatted("10,21"),
                one.formatted("1,2"),
                one.formatted("5,14"), one.formatted("1,1"), one.formatted("5,7"), one.formatted("0,0")));
        assertThat(r.failures()).isEmpty();
        assertThat(r.passed()).isEqualTo(1);
        var wrong = run("mul.json", text.formatted(one.formatted("2,3"), one.formatted("5,7"), one.formatted("10,21"),
                one.formatted("1,2"),
                one.formatted("5,15"), one.formatted("1,1"), one.formatted("5,7"), one.formatted("0,0")));
        assertThat(wrong.failures().getFirst()).contains("vjp 0[1] is 14.0, wanted 15.0");
    }

    @Test
    void stableHlo() throws IOException {
        var r = run("x.json", "{'family':'x','cases':[{'name':'c','ops':[],'compare':'close','inputs':"
                + "[{'dtype':'f32','shape':[2],'data':[1,'Infinity']}],"
                + "'expected':[{'dtype':'f32','shape':[2],'data':[3,'Infinity']}],"
                + "'body':['%c = stablehlo.constant dense<2.0> : tensor<2xf32>',"
                + "'%2 = stablehlo.add %in0, %c : tensor<2xf32>',"
                + "'return %2 : tensor<2xf32>']}]}");
        assertThat(r.failures()).isEmpty();
        assertThat(r.passed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a.csv  | ''                                  | empty first line",
        "a.csv  | 'p,q'                               | columns [p, q]",
        "a.json | '{\"op\": '                         | line 1, column",
        "a.json | '{\"what\": 1}'                     | fields [what]",
        "a.json | '{\"op\":\"mul\",\"cases\":[{}]}'   | args"})
    void malformedFilesSayWhatIsWrong(String name, String text, String message) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        assertThatThrownBy(() -> Vectors.run(file)).isInstanceOf(FormatException.class).hasMessageContaining(message);
    }

    @Test
    void aBadNumberIsNamedByLineAndColumn() {
        assertThatThrownBy(() -> run("exp.csv", "x,f,df,d2f,d3f\n0,1,1,1,1\n0,one,1,1,1\n"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("line 3").hasMessageContaining("`f`").hasMessageContaining("`one`");
    }
}
