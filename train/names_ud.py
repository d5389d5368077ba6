import sys; sys.path.insert(0,'/tmp/t')
import gum
out=open(sys.argv[2],'w')
for doc in gum.conllu(sys.argv[1]):
    out.write('# newdoc\n')
    for rows,joined in doc:
        for r in rows:
            out.write(f"{r[1]}\tO\t{int(int(r[0]) in joined or 'SpaceAfter=No' in r[9])}\t{r[3]}\n")
        out.write('\n')
