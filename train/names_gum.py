# GUM entities whose head is a proper noun -> names; UNER -> the same format: FORM TAB TAG TAB glued, blank line after a sentence
import gzip,re,sys,collections
TYPE={'person':'PER','organization':'ORG','place':'LOC'}
def conllu(f):
    doc=[];docs=[]
    for s in gzip.open(f,'rt').read().split('\n\n'):
        if '# newdoc' in s and doc: docs.append(doc);doc=[]
        rows=[l.split('\t') for l in s.split('\n') if l and l[0]!='#']
        rows_=[];joined=set()
        for r in rows:
            if '-' in r[0]:
                a,b=map(int,r[0].split('-')); sp='SpaceAfter=No' in r[9]
                for k in range(a,b): joined.add(k)
                if sp: joined.add(b)
            elif '.' in r[0]: continue
            else: rows_.append(r)
        if rows_: doc.append((rows_,joined))
    docs.append(doc); return docs
BAD={'president','vice','vice-president','minister','prime','secretary','senator','speaker','professor','governor','mayor','majesty','king','queen','pope','madam','mr','mrs','ms','sir','lord','god','director','judge','chairman','chair','youtuber','poet','birdman','birdie','rohingya','mom','dad','mommy','daddy','grandma','grandpa','doctor','dr','general','captain','colonel','saint','st','members','member','chief','officer','attorney','leader','justice','honor','congressman','ambassador','father','mother','bishop','archbishop','emperor','empress','prince','princess','duke','count','baron','sultan','shah','rabbi','imam','sheikh','rep','sen','gov','gen','lt','col','rev','uncle','aunt','auntie','brother','sister'}
def gum(f,out):
    stats=collections.Counter()
    for doc in conllu(f):
        out.write('# newdoc\n')
        stack=[];
        for rows,joined in doc:
            # parse entities within sentence
            ents=[];open_=[]
            for i,r in enumerate(rows):
                m=re.search(r'Entity=([^|]+)',r[9])
                if not m: continue
                for tok in re.findall(r'\([^()]+\)?|[^()]+\)|\)',m.group(1)):
                    if tok.startswith('('):
                        body=tok[1:].rstrip(')')
                        p=body.split('-')
                        e=[p[0],p[1],i,None,body]
                        if tok.endswith(')'): e[3]=i; ents.append(e)
                        else: open_.append(e)
                    else:
                        eid=tok.rstrip(')').split('-')[0]
                        for e in reversed(open_):
                            if e[0].split('[')[0]==eid.split('[')[0]:
                                e[3]=i; ents.append(e); open_.remove(e); break
            n=len(rows); tags=['O']*n
            head=[int(r[6])-1 for r in rows]
            ents.sort(key=lambda e:-(e[3]-e[2]))
            spans=[]
            for eid,ty,a,b,body in ents:
                t=TYPE.get(ty)
                # head: word whose head is outside
                hs=[i for i in range(a,b+1) if not(a<=head[i]<=b)]
                if not hs: continue
                h=hs[0]
                wiki=body.rsplit('-',1)[-1] if not re.match(r'^(sgl|coref|ana|cata|disc|pred|appos|bridge)',body.rsplit('-',1)[-1]) and body.count('-')>=6 else ''
                if rows[h][3]!='PROPN': continue
                if not t: continue
                if rows[h][4]=='NNPS' and t=='PER': continue
                cap=lambda i: rows[i][1][:1].isupper() or rows[i][1][:1].isdigit()
                prop=lambda i: rows[i][3]=='PROPN' or (cap(i) and rows[i][3] in('ADJ','NOUN','NUM','X','VERB'))
                l=r_=h
                # left
                while l-1>=a:
                    k=l-1
                    dep=rows[k][7]
                    if dep=='nmod:desc' : break
                    if t=='PER':
                        if (rows[k][3]=='PROPN' or rows[k][1] in('-','"') or dep=='flat') and dep!='nmod:poss' and not (dep in('nmod','appos')): l=k; continue
                        break
                    if prop(k) and rows[k][7] not in('nmod:poss','det'): l=k; continue
                    if rows[k][1] in('-','/','&','of','and',"'s",'for','’s','de','del') and k-1>=a and prop(k-1): l=k; continue
                    break
                while r_+1<=b:
                    k=r_+1
                    if t=='PER':
                        if (rows[k][3]=='PROPN' and rows[k][7] in('flat','compound','nmod:unmarked','list') ) : r_=k; continue
                        if rows[k][1]=='-' and k+1<=b and rows[k+1][3]=='PROPN': r_=k; continue
                        if rows[k][1] in('bin','al','de','van','von','der','of') and rows[k][7]=='flat' : r_=k; continue
                        break
                    if prop(k) and rows[k][7] not in('appos','parataxis'): r_=k; continue
                    if rows[k][1] in('-','/','&','of','and','for','in','on','de','del','the',"'s",'’s') :
                        q=k+1
                        if q<=b and rows[q][1].lower()=='the': q+=1
                        if q<=b and rows[q][3]=='PROPN' and rows[k][7]!='punct' or (rows[k][1]=='-' and k+1<=b and rows[k+1][3]=='PROPN'):
                            if rows[k][1]=='and' and t=='LOC': break
                            if rows[k][1] in('in','on') and t!='ORG': break
                            r_=k; continue
                    break
                while l<r_ and (rows[l][1].lower() in('the','a','an') or not(cap(l))): l+=1
                while r_>l and rows[r_][1].lower() in('the','of','and','for','in','on','-',"'s",'’s','&'): r_-=1
                if t=='PER' and all(rows[k][1].lower() in BAD for k in range(l,r_+1)): continue
                if t=='PER' and rows[l][1].lower().rstrip('.') in BAD and l<r_: l+=1
                if t=='PER' and any(rows[k][1].lower()=='president' for k in range(l,r_+1)): continue
                spans.append((l,r_,t))
            for l,r_,t in spans: # longest mention first
                if all(x=='O' for x in tags[l:r_+1]):
                    tags[l]='B-'+t
                    for k in range(l+1,r_+1): tags[k]='I-'+t
                    stats[t]+=1
            for i,r in enumerate(rows):
                glued= (int(r[0]) in joined) or ('SpaceAfter=No' in r[9])
                out.write(f'{r[1]}\t{tags[i]}\t{int(glued)}\t{r[3]}\n')
            out.write('\n')
    print(stats,file=sys.stderr)
def uner(f,out):
    for doc in conllu(f):
        out.write('# newdoc\n')
        for rows,joined in doc:
            for r in rows:
                m=re.search(r'NER=([^|]+)',r[9]); t=m.group(1) if m else 'O'
                if t[2:] not in('PER','ORG','LOC'): t='O'
                glued=(int(r[0]) in joined) or ('SpaceAfter=No' in r[9])
                out.write(f'{r[1]}\t{t}\t{int(glued)}\t_\n')
            out.write('\n')
if __name__=='__main__':
    kind,f,o=sys.argv[1:]
    (gum if kind=='gum' else uner)(f,open(o,'w'))
